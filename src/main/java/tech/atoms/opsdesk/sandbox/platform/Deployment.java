package tech.atoms.opsdesk.sandbox.platform;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One deployment, as the sandbox's platform keeps it.
 *
 * @param id {@code dpl_…}
 * @param version e.g. "v1.4.2"
 * @param commit full SHA-1 of the commit
 * @param message first line of the commit's message
 * @param author the role that deployed it
 * @param target "production"; null: a preview
 * @param state QUEUED, BUILDING, READY, ERROR or CANCELED
 * @param promotedAt when it first got production traffic; null: never
 * @param createdAt when it was created
 * @param readyAt when its build ended; null: not yet
 * @param error why its build failed; null where it did not
 * @param source how it came about, e.g. "cli"; null: from git
 * @param made what is known of one that was created here; null: it was there from the beginning
 */
record Deployment(
    String id,
    String version,
    String commit,
    String message,
    String author,
    @Nullable String target,
    String state,
    @Nullable Instant promotedAt,
    Instant createdAt,
    @Nullable Instant readyAt,
    @Nullable String error,
    @Nullable String source,
    @Nullable Made made) {
  private static final String DOMAIN = "-atoms.sandbox.localhost";

  /** Its own name, without scheme. One that runs here is reached by address and port. */
  String host() {
    return made != null && made.port() != 0 ? "127.0.0.1:" + made.port() : name();
  }

  /** Its own name as the platform would make it; no resolver needs to know it. */
  String name() {
    return "atoms-mcp-"
        + (made == null ? commit.substring(0, Math.min(9, commit.length())) : made.word(id))
        + DOMAIN;
  }

  /** The same of another commit. */
  Deployment at(String otherCommit) {
    return with(state, otherCommit, source);
  }

  /** The same in another state. */
  Deployment with(String otherState, String otherCommit, @Nullable String otherSource) {
    return new Deployment(
        id,
        version,
        otherCommit,
        message,
        author,
        target,
        otherState,
        promotedAt,
        createdAt,
        readyAt,
        error,
        otherSource,
        made);
  }

  /** The same while it is built. */
  Deployment building(Instant since) {
    Made was = made;
    return ended("BUILDING", null, null, was == null ? null : was.since(since));
  }

  /** The same once its build is over. */
  Deployment ended(
      String newState, @Nullable Instant at, @Nullable String why, @Nullable Made now) {
    return new Deployment(
        id,
        version,
        commit,
        message,
        author,
        target,
        newState,
        promotedAt,
        createdAt,
        at,
        why,
        source,
        now);
  }

  /** The same with other facts of its making. */
  Deployment made(Made now) {
    return ended(state, readyAt, error, now);
  }

  /** The same, with production traffic from then on. */
  Deployment promoted(Instant at) {
    return new Deployment(
        id, version, commit, message, author, target, state, at, createdAt, readyAt, error, source,
        made);
  }

  boolean ready() {
    return state.equals("READY");
  }

  /** Whether its build is not over. */
  boolean underWay() {
    return state.equals("QUEUED") || state.equals("BUILDING");
  }

  /** What is installed where it runs. */
  Build build() {
    return new Build(id, version, commit, made != null && made.losesConnections());
  }
}
