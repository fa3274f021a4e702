package tech.atoms.opsdesk.checklist;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.checklist.record.Stored;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.state.Known;
import tech.atoms.opsdesk.checklist.state.Recorded;
import tech.atoms.opsdesk.common.Problem;

/**
 * What this desk knows: what the store held when it was read last, and what its own checks found
 * since. Not safe: its owner guards it.
 */
final class Memory {
  private final Map<Key, Recorded> findings = new LinkedHashMap<>();
  private final Map<Key, Recorded> unsaved = new LinkedHashMap<>();
  private final Map<String, Integer> running = new TreeMap<>();
  private Stored stored = Stored.EMPTY;
  private @Nullable Deployment deployment;
  private @Nullable Problem deploymentProblem;
  private @Nullable Problem storeProblem;

  private record Key(String check, @Nullable String deployment) {
    static Key of(Recorded recorded) {
      return new Key(recorded.finding().check(), recorded.deployment());
    }
  }

  void stored(Stored read, Instant now) {
    stored = read;
    storeProblem = null;
    read.findings().forEach(one -> newer(one, now));
  }

  void storeProblem(@Nullable Problem problem) {
    storeProblem = problem;
  }

  @Nullable Problem storeProblem() {
    return storeProblem;
  }

  void deployment(@Nullable Deployment live, @Nullable Problem problem) {
    deployment = live;
    deploymentProblem = problem;
  }

  @Nullable Deployment deployment() {
    return deployment;
  }

  @Nullable Problem deploymentProblem() {
    return deploymentProblem;
  }

  Map<String, Long> versions() {
    return stored.versions();
  }

  void found(Recorded recorded, Instant now) {
    newer(recorded, now);
    unsaved.put(Key.of(recorded), recorded);
  }

  /** Findings of a check, newest first. */
  List<Finding> earlier(String check) {
    return findings.values().stream()
        .map(Recorded::finding)
        .filter(finding -> finding.check().equals(check))
        .sorted(Comparator.comparing(Finding::at).reversed())
        .toList();
  }

  /** Takes what is not in the store yet; {@link #unsaved(List)} gives it back. */
  List<Recorded> takeUnsaved() {
    List<Recorded> taken = new ArrayList<>(unsaved.values());
    unsaved.clear();
    return taken;
  }

  void unsaved(List<Recorded> back) {
    back.forEach(one -> unsaved.putIfAbsent(Key.of(one), one));
  }

  boolean hasUnsaved() {
    return !unsaved.isEmpty();
  }

  void begins(String check) {
    running.merge(check, 1, Integer::sum);
  }

  void ends(String check) {
    running.computeIfPresent(check, (key, count) -> count == 1 ? null : count - 1);
  }

  Set<String> running() {
    return Set.copyOf(running.keySet());
  }

  /**
   * Whether a check's newest evidence is older than its interval, or of another deployment, or of a
   * time that is yet to come; or is of no known deployment, while now one is known.
   */
  boolean isDue(CheckSpec spec, Instant now) {
    if (running.containsKey(spec.id())) {
      return false;
    }
    Recorded newest = null;
    for (Recorded one : findings.values()) {
      if (one.finding().check().equals(spec.id())
          && !isOfAnother(spec, one)
          && !one.isYetToCome(now)
          && (newest == null || one.finding().at().isAfter(newest.finding().at()))) {
        newest = one;
      }
    }
    return newest == null
        || !newest.finding().at().plus(spec.interval()).isAfter(now)
        || (spec.ofDeployment() && deployment != null && newest.deployment() == null);
  }

  private boolean isOfAnother(CheckSpec spec, Recorded one) {
    return spec.ofDeployment()
        && one.deployment() != null
        && (deployment == null || !deployment.id().equals(one.deployment()));
  }

  @Nullable Instant checkedAt() {
    Instant newest = null;
    for (Recorded one : findings.values()) {
      Instant at = one.finding().at();
      newest = newest == null || at.isAfter(newest) ? at : newest;
    }
    return newest;
  }

  Known known(List<CheckSpec> checks) {
    return new Known(
        checks,
        List.copyOf(findings.values()),
        new HashMap<>(stored.ticks()),
        stored.waivers(),
        stored.signatures(),
        deployment);
  }

  /** Keeps the newer; one of a time that is yet to come gives way to any. */
  private void newer(Recorded recorded, Instant now) {
    findings.merge(
        Key.of(recorded),
        recorded,
        (old, one) -> {
          boolean older = one.finding().at().isBefore(old.finding().at());
          return older && !old.isYetToCome(now) ? old : one;
        });
  }
}
