package tech.atoms.opsdesk.check.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.provider.vercel.Production;
import tech.atoms.opsdesk.server.Mcp;

/**
 * Whether the tools are still what callers of the last release rely on. The list of each release is
 * kept in the finding itself, as its evidence, so it is wherever findings are: docs/decisions/0005.
 */
public final class ContractCheck {
  private static final String ID = "health.contract";
  private static final String RELEASE = "release";
  private static final String TOOL = "tool ";
  private static final int SHOWN = 4;

  private final Fact<Mcp> mcp;
  private final Fact<Production> production;

  /**
   * The check.
   *
   * @param mcp what the endpoint listed
   * @param production which release is live
   */
  public ContractCheck(Fact<Mcp> mcp, Fact<Production> production) {
    this.mcp = mcp;
    this.production = production;
  }

  /** It. */
  public Check check() {
    return Check.of(
        CheckSpec.of(ID, "Contract of the tools")
            .expecting("every tool and parameter of the release before")
            .by(
                "tools/list against the list kept of the release before: names, parameters, types",
                "server, store")
            .every(Duration.ofMinutes(5))
            .validFor(Duration.ofDays(1))
            .ofDeployment()
            .build(),
        this::answer);
  }

  private Answer answer(Facts facts) throws InterruptedException {
    List<Finding> kept =
        facts.earlier(ID).stream().filter(one -> !release(one.evidence()).isEmpty()).toList();
    Production live;
    Mcp listed;
    String release = "";
    try {
      live = facts.get(production);
      release = live.live().id();
      listed = facts.get(mcp);
    } catch (Unanswerable e) {
      String why = e.problem().what() + ": " + e.problem().why();
      // The release is known, the server does not answer: nothing can be said of its tools.
      return kept.isEmpty() && !release.isEmpty()
          ? Answer.unknown(why)
          : unknown(why, kept, release);
    }
    if (listed.outcome() != Mcp.Outcome.LISTED) {
      return unknown(
          switch (listed.outcome()) {
            case SIGN_IN_REQUIRED ->
                "tools are listed after sign-in only: the profile has no token";
            case TOKEN_REFUSED -> "the server refuses the token";
            case RATE_LIMITED -> "the server limits this client (429)";
            case LISTED -> "";
          },
          kept,
          release);
    }
    Map<String, Shape> now = new TreeMap<>();
    for (var tool : listed.definitions().entrySet()) {
      Shape shape = Shape.of(tool.getValue());
      if (shape == null) {
        return unknown("the definition of " + tool.getKey() + " is no JSON", kept, release);
      }
      now.put(tool.getKey(), shape);
    }
    List<Evidence> evidence = evidence(live, now);
    Finding before = null;
    for (Finding one : kept) {
      if (before == null && !release(one.evidence()).equals(release)) {
        before = one;
      }
    }
    String tools = now.size() + (now.size() == 1 ? " tool" : " tools") + ", schema " + hash(now);
    if (before == null) {
      return new Answer(
          Outcome.NOT_APPLICABLE, "", tools + "; no list of a release before is kept", evidence);
    }
    return judge(tools, now, before.evidence(), evidence);
  }

  private static Answer judge(
      String tools, Map<String, Shape> now, List<Evidence> before, List<Evidence> evidence) {
    String name = name(before);
    List<String> broken = new ArrayList<>();
    List<String> added = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (Evidence one : before) {
      if (!one.label().startsWith(TOOL)) {
        continue;
      }
      String tool = one.label().substring(TOOL.length());
      Shape old = Shape.read(one.text());
      Shape shape = now.get(tool);
      if (shape == null) {
        broken.add(tool + " removed");
      } else if (old != null) {
        Shape.Drift drift = shape.since(old, tool);
        broken.addAll(drift.broken());
        added.addAll(drift.added());
      } else if (!one.text().startsWith("schema " + shape.hash())) {
        unread.add(tool);
      }
    }
    now.keySet().stream()
        .filter(tool -> before.stream().noneMatch(one -> one.label().equals(TOOL + tool)))
        .forEach(tool -> added.add(tool + " added"));
    List<Evidence> all = new ArrayList<>(evidence);
    if (!broken.isEmpty() || !added.isEmpty()) {
      all.add(
          1,
          new Evidence(
              "since " + name,
              String.join("\n", broken)
                  + (broken.isEmpty() || added.isEmpty() ? "" : "\n")
                  + String.join("\n", added)));
    }
    if (!broken.isEmpty()) {
      return new Answer(Outcome.FAIL, "", "since " + name + ": " + few(broken), all);
    }
    if (!unread.isEmpty()) {
      String why = ": the schema changed, and is too long to be kept whole";
      return new Answer(Outcome.UNKNOWN, "", few(unread) + why, all);
    }
    return new Answer(
        Outcome.PASS,
        "",
        tools + (added.isEmpty() ? ", as in " + name : "; since " + name + ": " + few(added)),
        all);
  }

  /**
   * What was known of a release stays known while it cannot be asked. Where nothing was ever known
   * there is nothing to compare.
   */
  private static Answer unknown(String why, List<Finding> kept, String release) {
    for (Finding one : kept) {
      if (release.isEmpty() || release(one.evidence()).equals(release)) {
        return new Answer(Outcome.UNKNOWN, "", why, one.evidence());
      }
    }
    return kept.isEmpty()
        ? Answer.notApplicable("no list of an earlier release is kept; " + why)
        : Answer.unknown(why);
  }

  private static List<Evidence> evidence(Production live, Map<String, Shape> now) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence(RELEASE, (live.live().id() + " " + live.live().version()).strip()));
    now.forEach((tool, shape) -> evidence.add(new Evidence(TOOL + tool, shape.text())));
    return evidence;
  }

  /** Id of the deployment whose list it is; empty where there is none. */
  private static String release(List<Evidence> evidence) {
    String text = text(evidence);
    return text == null ? "" : text.split(" ", 2)[0];
  }

  private static String name(List<Evidence> evidence) {
    String text = text(evidence);
    return text == null ? "" : text.substring(text.indexOf(' ') + 1);
  }

  private static @Nullable String text(List<Evidence> evidence) {
    return evidence.isEmpty() || !evidence.getFirst().label().equals(RELEASE)
        ? null
        : evidence.getFirst().text();
  }

  private static String hash(Map<String, Shape> tools) {
    return Shape.hash(
        tools.entrySet().stream()
            .map(one -> one.getKey() + " " + one.getValue().hash())
            .collect(Collectors.joining("\n")));
  }

  private static String few(List<String> many) {
    int shown = Math.min(SHOWN, many.size());
    return String.join("; ", many.subList(0, shown))
        + (many.size() > shown ? " and " + (many.size() - shown) + " more" : "");
  }
}
