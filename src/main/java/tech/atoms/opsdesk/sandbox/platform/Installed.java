package tech.atoms.opsdesk.sandbox.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The deployments a new sandbox begins with, newest first. */
final class Installed {
  private final Random random;
  private final Instant now;
  private final List<Deployment> deployments = new ArrayList<>();

  private Installed(long seed, Instant now) {
    this.random = new Random(seed);
    this.now = now;
  }

  /**
   * Five versions that had production traffic, the newest of them live; a failed build and a
   * preview between them.
   */
  static List<Deployment> history(long seed, Instant now) {
    Installed all = new Installed(seed, now);
    all.production("v1.5.0", "Session cleanup in batches", "Release manager", days(2));
    all.add(
        "v1.5.0-rc.2", "Session cleanup in batches", "Engineering", days(3), null, "READY", null);
    all.production("v1.4.2", "Refresh embeddings in a batch job", "Release manager", days(11));
    all.add(
        "v1.4.2-rc.1",
        "Refresh embeddings in a batch job",
        "Engineering",
        days(12),
        "production",
        "ERROR",
        "Command \"uv sync --frozen\" exited with 1");
    all.production("v1.4.1", "Answer 429 with Retry-After", "Release manager", days(19));
    all.production("v1.4.0", "Query tool over relationships", "Release manager", days(33));
    all.production("v1.3.4", "Check tokens against the issuer's keys", "Operations", days(47));
    return List.copyOf(all.deployments);
  }

  private static Duration days(int days) {
    return Duration.ofDays(days).plusMinutes(37L * days % 600);
  }

  private void production(String version, String message, String author, Duration ago) {
    add(version, message, author, ago, "production", "READY", null);
  }

  private void add(
      String version,
      String message,
      String author,
      Duration ago,
      @Nullable String target,
      String state,
      @Nullable String error) {
    Instant created = now.minus(ago);
    Instant built = created.plusSeconds(68 + random.nextInt(40));
    boolean promoted = state.equals("READY") && target != null;
    deployments.add(
        new Deployment(
            "dpl_" + Ids.letters(random, 24),
            version,
            commit(),
            message,
            author,
            target,
            state,
            promoted ? built.plusSeconds(4) : null,
            created,
            built,
            error,
            null,
            null));
  }

  private String commit() {
    byte[] bytes = new byte[20];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
