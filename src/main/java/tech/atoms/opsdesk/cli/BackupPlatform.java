package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.SupabaseSettings;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.provider.supabase.PlatformBackup;
import tech.atoms.opsdesk.provider.supabase.PlatformBackups;
import tech.atoms.opsdesk.provider.supabase.ProjectStatus;
import tech.atoms.opsdesk.provider.supabase.Supabase;
import tech.atoms.opsdesk.workflow.PlanText;

/** {@code opsdesk backup platform}: what the database's own platform keeps. */
@Command(
    name = "platform",
    description = {
      "Tells what Supabase keeps of the database by itself: its backups, and how far back it can"
          + " recover.",
      "Exit code 1 where it cannot recover to a point in time and its newest backup is older than"
          + " 26 h,",
      "3 where it does not answer or refuses the token."
    })
final class BackupPlatform extends EnvironmentCommand {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration YOUNG = Duration.ofHours(26);

  @Override
  protected int execute() throws Exception {
    SupabaseSettings settings = environment().supabase();
    if (settings == null) {
      throw new ProblemException(
          new Problem(
              "The database has no platform to ask",
              environment().name(),
              "the profile names no Supabase project for it",
              "Add supabase to the environment in the profile"));
    }
    try (Supabase supabase = new Supabase(settings, secrets(), DEADLINE, DEADLINE)) {
      PlatformBackups told = supabase.backups();
      ProjectStatus status = supabase.status();
      String schedule = schedule(supabase);
      Instant now = InstantSource.system().instant();
      boolean good =
          told.reach().isPresent()
              || told.newestCompleted().filter(at -> at.isAfter(now.minus(YOUNG))).isPresent();
      if (wantsJson()) {
        json(answer(settings, told, status, schedule, now, good));
      } else {
        text(settings, told, status, schedule, now);
      }
      return good ? ExitCode.OK : ExitCode.FALLS_SHORT;
    }
  }

  /** Smaller plans have none to tell; that is no reason to tell nothing. */
  private static @Nullable String schedule(Supabase supabase) {
    try {
      return supabase.schedule();
    } catch (HttpFailure e) {
      if (e.isRefusal()) {
        return null;
      }
      throw e;
    }
  }

  private void text(
      SupabaseSettings settings,
      PlatformBackups told,
      ProjectStatus status,
      @Nullable String schedule,
      Instant now) {
    say(
        "Supabase project %s, %s: %s"
            .formatted(
                settings.project(),
                told.region().isEmpty() ? "region not told" : told.region(),
                status.status()));
    say("Point-in-time recovery: " + window(told, now));
    say(
        "Daily backup: "
            + (schedule == null ? "time not told" : "at " + schedule + " UTC")
            + (told.backups().isEmpty()
                ? told.pitr() ? "; none is listed, as usual with recovery on" : "; none is listed"
                : ""));
    for (PlatformBackup one : told.backups()) {
      say(
          "  %-9s  %s  %s%s"
              .formatted(
                  one.status(),
                  one.at() == null ? "at " + one.told() : one.at(),
                  one.physical() ? "physical" : "logical",
                  one.id() == null ? "" : "  id " + one.id()));
    }
  }

  private static String window(PlatformBackups told, Instant now) {
    if (!told.pitr()) {
      return "off";
    }
    Instant latest = told.latest();
    if (told.reach().isEmpty() || latest == null) {
      return "on; how far back is not known";
    }
    return "%s to %s (%s behind now)"
        .formatted(told.earliest(), latest, PlanText.time(Duration.between(latest, now)));
  }

  private Map<String, @Nullable Object> answer(
      SupabaseSettings settings,
      PlatformBackups told,
      ProjectStatus status,
      @Nullable String schedule,
      Instant now,
      boolean good) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("environment", environment().name());
    json.put("at", now);
    json.put("outcome", good ? "pass" : "fail");
    json.put("project", settings.project());
    json.put("region", told.region());
    json.put("status", status.status());
    Map<String, @Nullable Object> pitr = new LinkedHashMap<>();
    pitr.put("enabled", told.pitr());
    pitr.put("earliest", told.earliest());
    pitr.put("latest", told.latest());
    json.put("pitr", pitr);
    json.put("schedule", schedule);
    json.put("backups", told.backups().stream().map(BackupPlatform::json).toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(PlatformBackup one) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", one.id());
    json.put("status", one.status());
    json.put("at", one.at());
    json.put("told", one.told());
    json.put("physical", one.physical());
    return json;
  }

  @Override
  protected int exitCodeOf(ProblemException problem) {
    return problem instanceof HttpFailure ? ExitCode.UNDETERMINED : ExitCode.USAGE;
  }
}
