package tech.atoms.opsdesk.checklist.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Cost;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.checklist.template.Item;

/** What the machine says of an item: the worst of its checks. */
final class Judge {
  private final @Nullable Deployment deployment;
  private final Instant now;
  private final Map<String, List<Recorded>> findings = new HashMap<>();

  /** One check's word. */
  private record Word(
      CheckSpec spec,
      State state,
      String reason,
      @Nullable Recorded recorded,
      @Nullable Instant until) {}

  Judge(Known known, Instant now) {
    this.deployment = known.deployment();
    this.now = now;
    for (Recorded recorded : known.findings()) {
      findings.computeIfAbsent(recorded.finding().check(), key -> new ArrayList<>()).add(recorded);
    }
  }

  static boolean fromTheFuture(Instant at, Instant now) {
    return at.isAfter(Recorded.latest(now));
  }

  Standing machine(Item item, List<CheckSpec> specs) {
    if (specs.isEmpty()) {
      String why =
          item.awaits().isEmpty() ? "" : ": there is nothing here yet that gives " + item.awaits();
      return new Standing(
          State.UNKNOWN, "no check answers it yet" + why, null, null, List.of(), List.of());
    }
    List<Word> words =
        specs.stream().map(this::word).sorted(Comparator.comparing(Word::state)).toList();
    Word worst = words.getFirst();
    List<Recorded> evidence = new ArrayList<>();
    Instant at = null;
    Instant until = null;
    for (Word word : words) {
      Recorded recorded = word.recorded();
      if (recorded != null) {
        evidence.add(recorded);
        Instant when = recorded.finding().at();
        at = at == null || when.isAfter(at) ? when : at;
      }
      Instant end = word.until();
      until = end != null && (until == null || end.isBefore(until)) ? end : until;
    }
    return new Standing(
        worst.state(),
        worst.reason(),
        at,
        until,
        evidence,
        specs.stream().map(CheckSpec::id).toList());
  }

  private Word word(CheckSpec spec) {
    Recorded recorded = newest(spec);
    if (recorded == null) {
      return new Word(
          spec,
          State.NOT_EVALUATED,
          spec.cost() == Cost.PASSIVE
              ? "it has not been looked at yet"
              : "a person has to start it: " + spec.title(),
          null,
          null);
    }
    Finding finding = recorded.finding();
    Instant until = finding.at().plus(spec.lifetime());
    return switch (finding.outcome()) {
      case FAIL -> new Word(spec, State.FAIL, line(finding), recorded, null);
      case UNKNOWN -> new Word(spec, State.UNKNOWN, finding.found(), recorded, null);
      case PASS, FACTS, NOT_APPLICABLE -> aged(spec, recorded, until);
    };
  }

  private Word aged(CheckSpec spec, Recorded recorded, Instant until) {
    Finding finding = recorded.finding();
    if (recorded.isYetToCome(now)) {
      String why = "its evidence is of a time that is yet to come: a clock is wrong";
      return new Word(spec, State.UNKNOWN, why, recorded, null);
    }
    if (spec.ofDeployment()) {
      String its = recorded.deployment();
      if (deployment == null) {
        String why = finding.found() + "; which deployment is live is not known";
        return new Word(spec, State.UNKNOWN, why, recorded, null);
      }
      if (!deployment.id().equals(its)) {
        String why =
            (its == null ? "found for no known deployment" : "found for another deployment")
                + ", not for "
                + deployment.name()
                + ": "
                + finding.found();
        return new Word(spec, State.STALE, why, recorded, null);
      }
    }
    if (!now.isBefore(until)) {
      String why = "older than " + words(spec.lifetime()) + ": " + finding.found();
      return new Word(spec, State.STALE, why, recorded, until);
    }
    State state =
        switch (finding.outcome()) {
          case PASS -> State.PASS;
          case FACTS -> State.AWAITING;
          case FAIL, UNKNOWN, NOT_APPLICABLE -> State.NOT_APPLICABLE;
        };
    return new Word(spec, state, finding.found(), recorded, until);
  }

  /**
   * Where evidence counts for a deployment, that of the live one goes before newer; but not before
   * what has failed since, while nobody could tell which deployment was live.
   */
  private @Nullable Recorded newest(CheckSpec spec) {
    Recorded best = null;
    Recorded ofNone = null;
    for (Recorded one : findings.getOrDefault(spec.id(), List.of())) {
      if (best == null || newer(spec, one, best)) {
        best = one;
      }
      if (one.deployment() == null && !one.isYetToCome(now)) {
        ofNone = one;
      }
    }
    return best != null && ofNone != null && isLaterAndWorse(ofNone, best) ? ofNone : best;
  }

  private static boolean isLaterAndWorse(Recorded one, Recorded other) {
    Outcome outcome = one.finding().outcome();
    return (outcome == Outcome.FAIL || outcome == Outcome.UNKNOWN)
        && one.finding().at().isAfter(other.finding().at());
  }

  private boolean newer(CheckSpec spec, Recorded one, Recorded other) {
    boolean yetToCome = one.isYetToCome(now);
    if (yetToCome != other.isYetToCome(now)) {
      return !yetToCome;
    }
    if (spec.ofDeployment() && isLive(one) != isLive(other)) {
      return isLive(one);
    }
    int later = one.finding().at().compareTo(other.finding().at());
    return later > 0 || (later == 0 && severity(one.finding()) < severity(other.finding()));
  }

  /** Of two at the same instant, the worse counts. */
  private static int severity(Finding finding) {
    return switch (finding.outcome()) {
      case FAIL -> 0;
      case UNKNOWN -> 1;
      case FACTS -> 2;
      case PASS -> 3;
      case NOT_APPLICABLE -> 4;
    };
  }

  private boolean isLive(Recorded recorded) {
    return deployment != null && deployment.id().equals(recorded.deployment());
  }

  private static String line(Finding finding) {
    return finding.expected().isEmpty() ? finding.found() : finding.line();
  }

  /** "26 h", "90 d". */
  static String words(Duration duration) {
    long minutes = duration.toMinutes();
    return minutes % 1440 == 0 && minutes >= 2880
        ? minutes / 1440 + " d"
        : minutes % 60 == 0 && minutes > 0
            ? minutes / 60 + " h"
            : minutes > 0 ? minutes + " min" : duration.toSeconds() + " s";
  }
}
