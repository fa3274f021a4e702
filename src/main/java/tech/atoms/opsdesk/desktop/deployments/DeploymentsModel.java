package tech.atoms.opsdesk.desktop.deployments;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.provider.vercel.Deployment;
import tech.atoms.opsdesk.provider.vercel.Listed;
import tech.atoms.opsdesk.provider.vercel.Traffic;
import tech.atoms.opsdesk.provider.vercel.VercelTraffic;

/** The project's deployments and where its traffic goes, read while shown. On the JavaFX thread. */
final class DeploymentsModel {
  /** Read again so often: a deployment of somebody else is seen soon, and no limit is used up. */
  static final Duration INTERVAL = Duration.ofSeconds(15);

  private static final int MOST = 200;

  private final @Nullable VercelTraffic platform;
  private final Jobs jobs;
  private final InstantSource clock;
  private Runnable changed = () -> {};
  private List<DeploymentRow> all = List.of();
  private @Nullable Traffic traffic;
  private @Nullable Problem problem;
  private @Nullable Instant lastRead;
  private Jobs.@Nullable Job reading;
  private Instant next = Instant.MIN;
  private Only only = Only.ALL;
  private String text = "";

  /** Which rows are shown. */
  enum Only {
    /** Every one. */
    ALL,
    /** Those of production. */
    PRODUCTION,
    /** Those to which traffic can be rolled back. */
    CANDIDATES,
    /** Those whose build has failed. */
    FAILED
  }

  private record Read(List<Listed> deployments, Traffic traffic) {}

  /**
   * Nothing is read yet.
   *
   * @param platform null where the profile names none
   */
  DeploymentsModel(@Nullable VercelTraffic platform, Jobs jobs, InstantSource clock) {
    this.platform = platform;
    this.jobs = jobs;
    this.clock = clock;
  }

  void onChange(Runnable listener) {
    changed = listener;
  }

  boolean hasPlatform() {
    return platform != null;
  }

  /** Where traffic goes, as it was read last; null: not yet. */
  @Nullable Traffic traffic() {
    return traffic;
  }

  /** Why the newest reading failed; null where it did not. */
  @Nullable Problem problem() {
    return problem;
  }

  /** When it was read last; null: never. */
  @Nullable Instant lastRead() {
    return lastRead;
  }

  /** All there are, newest first. */
  List<DeploymentRow> all() {
    return all;
  }

  /** Those that filter and text leave. */
  List<DeploymentRow> rows() {
    return all.stream().filter(row -> matches(row, only)).filter(this::found).toList();
  }

  long count(Only wanted) {
    return all.stream().filter(row -> matches(row, wanted)).count();
  }

  void show(Only wanted) {
    only = wanted;
    changed.run();
  }

  void find(String typed) {
    text = typed.strip().toLowerCase(Locale.ROOT);
    changed.run();
  }

  /** Reads anew, now. */
  void refresh() {
    next = Instant.MIN;
    tick();
  }

  /** Once a second while shown. */
  void tick() {
    VercelTraffic from = platform;
    Instant now = clock.instant();
    if (from == null || reading != null || now.isBefore(next)) {
      return;
    }
    next = now.plus(INTERVAL);
    reading =
        jobs.run(
            "Read deployments",
            () -> new Read(from.deployments(MOST), from.traffic()),
            this::take,
            this::failed);
  }

  void stop() {
    if (reading != null) {
      reading.cancel();
      reading = null;
      next = Instant.MIN;
    }
  }

  private void take(Read read) {
    reading = null;
    problem = null;
    lastRead = clock.instant();
    Traffic now = read.traffic();
    traffic = now;
    all =
        read.deployments().stream()
            .map(
                one -> {
                  boolean live = one.deployment().id().equals(now.live());
                  return new DeploymentRow(
                      one, live, live && now.pinned(), now.movedTo(one.deployment().id()));
                })
            .toList();
    changed.run();
  }

  private void failed(Problem trouble) {
    reading = null;
    problem = trouble;
    changed.run();
  }

  private static boolean matches(DeploymentRow row, Only wanted) {
    return switch (wanted) {
      case ALL -> true;
      case PRODUCTION -> row.listed().target().equals("production");
      case CANDIDATES -> row.candidate();
      case FAILED -> row.listed().state().equals("ERROR");
    };
  }

  private boolean found(DeploymentRow row) {
    Deployment one = row.listed().deployment();
    return text.isEmpty()
        || List.of(one.version(), one.commit(), one.author(), one.message(), one.id()).stream()
            .anyMatch(part -> part.toLowerCase(Locale.ROOT).contains(text));
  }
}
