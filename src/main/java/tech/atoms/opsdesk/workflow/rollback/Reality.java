package tech.atoms.opsdesk.workflow.rollback;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.database.Migrations;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.provider.vercel.VercelReader;
import tech.atoms.opsdesk.workflow.variables.Changed;

/**
 * What is not as it was when a deployment was built, though the deployment itself is. Whatever
 * cannot be found out is told so, and holds up no rollback. Blocks.
 */
final class Reality {
  /** A rollback does not wait longer for a database, which may be what is broken. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Migrations are named by when they were written. */
  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

  private final VercelReader reader;
  private final @Nullable MonitoredDatabase database;

  /**
   * The world as it is.
   *
   * @param database null where the profile names none
   */
  Reality(VercelReader reader, @Nullable MonitoredDatabase database) {
    this.reader = reader;
    this.database = database;
  }

  /** Names of variables that were changed since; "none", or why that is not told. */
  String variablesSince(Instant built) {
    try {
      return Changed.since(built, reader.variables());
    } catch (HttpFailure e) {
      return "not told: " + e.problem().why();
    }
  }

  /** What a person should know of the database's migrations, in a sentence. */
  String migrationsSince(Instant built) {
    MonitoredDatabase there = database;
    if (there == null) {
      return notKnown("the profile names no database");
    }
    CompletableFuture<Migrations> read =
        CompletableFuture.supplyAsync(
            there::migrations, task -> Thread.ofVirtual().name("migrations").start(task));
    try {
      return since(read.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), built);
    } catch (TimeoutException e) {
      return notKnown("the database does not answer within " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException problem) {
        return notKnown(problem.problem().why());
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return notKnown("the desk was stopped");
    }
  }

  /** The same, of migrations that were read. */
  static String since(Migrations migrations, Instant built) {
    if (!migrations.kept()) {
      return notKnown("the database keeps no list of them");
    }
    List<String> later = new ArrayList<>();
    List<String> undated = new ArrayList<>();
    for (String version : migrations.versions()) {
      try {
        Instant written = LocalDateTime.parse(version, WRITTEN).toInstant(ZoneOffset.UTC);
        if (written.isAfter(built)) {
          later.add(version);
        }
      } catch (DateTimeParseException e) {
        undated.add(version);
      }
    }
    if (!undated.isEmpty()) {
      return notKnown("their names tell no date: " + Few.of(undated));
    }
    return later.isEmpty()
        ? "No migration of the database was written since it was built; an older one may have been"
            + " applied since"
        : "Migrations of the database since it was built, which stay: "
            + Few.of(later)
            + ". See that it runs with them";
  }

  private static String notKnown(String why) {
    return "Migrations of the database since then are not known (" + why + "): check them yourself";
  }

  /** What a person should know of scheduled jobs, in a sentence; empty where there are none. */
  String crons() {
    Integer jobs;
    try {
      jobs = reader.crons();
    } catch (HttpFailure e) {
      jobs = null;
    }
    if (jobs == null) {
      return "Whether there are cron jobs is not told; they go back to those of its build";
    }
    return jobs == 0 ? "" : jobs + " cron jobs go back to those of its build";
  }
}
