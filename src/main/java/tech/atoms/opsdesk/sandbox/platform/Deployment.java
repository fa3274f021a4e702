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
    @Nullable String source) {

  /** Host name without scheme, like the platform's. */
  String host() {
    return "atoms-mcp-"
        + commit.substring(0, Math.min(9, commit.length()))
        + "-atoms.sandbox.localhost";
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
        otherSource);
  }

  /** The same, with production traffic from then on. */
  Deployment promoted(Instant at) {
    return new Deployment(
        id, version, commit, message, author, target, state, at, createdAt, readyAt, error, source);
  }

  boolean ready() {
    return state.equals("READY");
  }
}
