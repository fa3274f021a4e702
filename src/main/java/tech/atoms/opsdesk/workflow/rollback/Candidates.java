package tech.atoms.opsdesk.workflow.rollback;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.provider.vercel.Deployment;
import tech.atoms.opsdesk.provider.vercel.Listed;
import tech.atoms.opsdesk.provider.vercel.Traffic;

/**
 * Where traffic may go.
 *
 * @param all the project's deployments, newest first
 * @param traffic where it goes now
 */
record Candidates(List<Listed> all, Traffic traffic) {
  private static final int NAMED = 5;

  /** What is live; null where the list does not hold it. */
  @Nullable Listed live() {
    return all.stream().filter(this::isLive).findFirst().orElse(null);
  }

  private boolean isLive(Listed one) {
    return one.deployment().id().equals(traffic.live());
  }

  /** The newest one that served before the live one did. */
  Listed lastGood() {
    Listed live = live();
    Instant before = live == null ? Instant.MAX : live.deployment().created();
    return first(
        one -> one.deployment().created().isBefore(before),
        "There is nothing to roll back to",
        "no older deployment has served production");
  }

  /** Whether it is the newest one that served before the live one did, as every plan allows. */
  boolean isPrevious(Listed one) {
    Listed live = live();
    return live != null
        && served()
            .filter(other -> other.deployment().created().isBefore(live.deployment().created()))
            .findFirst()
            .filter(one::equals)
            .isPresent();
  }

  /** What served before the rollback that pins production now. */
  Listed beforeRollback() {
    Traffic.Request request = traffic.request();
    String from =
        request != null && request.type().equals("rollback") && traffic.pinned()
            ? request.from()
            : "";
    return first(
        one -> one.deployment().id().equals(from),
        "There is no rollback to undo",
        traffic.pinned()
            ? "the platform does not tell what served before"
            : "production is not pinned");
  }

  private Listed first(Predicate<Listed> wanted, String what, String why) {
    return served()
        .filter(wanted)
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    new Problem(what, "production", why, "See 'opsdesk deployments list'")));
  }

  /**
   * The one of an id or a version.
   *
   * @throws ProblemException where there is none, or it has never served
   */
  Listed named(String target) {
    List<Listed> named =
        all.stream()
            .filter(
                one ->
                    one.deployment().id().equals(target)
                        || one.deployment().version().equals(target))
            .toList();
    return named.stream()
        .filter(Listed::servedProduction)
        .findFirst()
        .orElseThrow(() -> new ProblemException(unfit(target, named)));
  }

  private Problem unfit(String target, List<Listed> named) {
    List<String> others =
        served()
            .filter(one -> !isLive(one))
            .map(one -> name(one.deployment()))
            .limit(NAMED)
            .toList();
    String next = "Choose one of " + String.join(", ", others);
    if (named.isEmpty()) {
      return new Problem(
          "There is no such deployment",
          target,
          "the platform lists no deployment of that id or version",
          next);
    }
    Listed first = named.getFirst();
    return new Problem(
        "Traffic cannot be moved to it",
        target,
        "it is " + first.state() + ", " + first.target() + ", and has never served production",
        next);
  }

  /** The problem of what needs no rollback. */
  static ProblemException alreadyLive(Listed to) {
    return new ProblemException(
        new Problem(
            "It is live already",
            name(to.deployment()),
            "production's traffic goes to it",
            "Choose another one; see 'opsdesk deployments list'"));
  }

  private Stream<Listed> served() {
    return all.stream().filter(Listed::servedProduction);
  }

  /** Its version, or else its id. */
  static String name(Deployment one) {
    return one.version().isEmpty() ? one.id() : one.version();
  }
}
