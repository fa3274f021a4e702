package tech.atoms.opsdesk.provider.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.SupabaseSettings;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.Patience;

/**
 * The platform of one project's database. What only reads is asked again where the platform is
 * unwell for a moment or asks to wait, what changes something never. Nothing is opened before it is
 * used. Blocks; safe on any thread.
 */
public final class Supabase implements AutoCloseable {
  /** Most characters of a restore point's name. */
  public static final int LONGEST_NAME = 20;

  private static final String BACKUPS = "/database/backups";
  private static final String POINT = BACKUPS + "/restore-point";

  private final SupabaseApi api;

  /**
   * Creates it.
   *
   * @param settings where the API is, and which project
   * @param secrets resolves the token, at each use
   * @param deadline of each request
   * @param patience how long is waited in all before a read counts as failed; zero: not at all
   */
  public Supabase(
      SupabaseSettings settings, SecretResolver secrets, Duration deadline, Duration patience) {
    this(settings, secrets, deadline, new Patience(patience, Thread::sleep));
  }

  Supabase(
      SupabaseSettings settings, SecretResolver secrets, Duration deadline, Patience patience) {
    api = new SupabaseApi(settings, secrets, deadline, patience);
  }

  /**
   * The platform's own backups, and how far back it can recover.
   *
   * @throws HttpFailure where the platform does not answer, or refuses
   */
  public PlatformBackups backups() {
    JsonNode json = api.get(BACKUPS);
    List<PlatformBackup> backups = new ArrayList<>();
    json.path("backups").forEach(one -> backups.add(PlatformBackup.read(one)));
    JsonNode physical = json.path("physical_backup_data");
    return new PlatformBackups(
        json.path("region").asText(""),
        json.path("pitr_enabled").asBoolean(false),
        json.path("walg_enabled").asBoolean(false),
        backups,
        time(physical, "earliest_physical_backup_date_unix"),
        time(physical, "latest_physical_backup_date_unix"));
  }

  /**
   * How the project stands.
   *
   * @throws HttpFailure where the platform does not answer, or refuses
   */
  public ProjectStatus status() {
    JsonNode json = api.get("");
    return new ProjectStatus(
        json.path("name").asText(""),
        json.path("region").asText(""),
        json.path("status").asText(ProjectStatus.UNKNOWN));
  }

  /**
   * When the platform takes its daily backup.
   *
   * @return time of day in UTC, e.g. "03:00:00"; null where it does not tell
   * @throws HttpFailure where the platform does not answer, or refuses: 402 on smaller plans
   */
  public @Nullable String schedule() {
    JsonNode at = api.get(BACKUPS + "/schedule").path("schedule_for");
    return at.isTextual() && !at.asText().isBlank() ? at.asText() : null;
  }

  /**
   * A restore point.
   *
   * @return null where there is none of the name
   * @throws HttpFailure where the platform does not answer, or refuses
   */
  public @Nullable RestorePoint restorePoint(String name) {
    try {
      return point(
          api.get(POINT + "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8)), name);
    } catch (HttpFailure e) {
      if (e.status() == 404) {
        return null;
      }
      throw e;
    }
  }

  /**
   * Asks for a restore point. What is answered is that it was asked for: see {@link #restorePoint}.
   *
   * @param name at most {@value #LONGEST_NAME} characters
   * @throws HttpFailure where it was refused (a refusal), or where nobody knows
   */
  public RestorePoint makeRestorePoint(String name) {
    ObjectNode body = SupabaseApi.JSON.createObjectNode().put("name", name);
    return point(api.change("POST", POINT, body.toString()), name);
  }

  /**
   * Asks for the database to be put back to how it was at a time, in place. The answer means that
   * this was <em>started</em>: the project goes away for minutes, nothing ends it, and what was
   * written after that time is gone.
   *
   * @param target to the second
   * @throws HttpFailure where it was refused (a refusal), or where nobody knows whether it was
   *     started (everything else)
   */
  public void startRecovery(Instant target) {
    ObjectNode body =
        SupabaseApi.JSON
            .createObjectNode()
            .put("recovery_time_target_unix", target.getEpochSecond());
    api.change("POST", BACKUPS + "/restore-pitr", body.toString());
  }

  @Override
  public void close() {
    api.close();
  }

  private static RestorePoint point(JsonNode json, String name) {
    return new RestorePoint(
        json.path("name").asText(name),
        json.path("status").asText(ProjectStatus.UNKNOWN),
        Times.read(json.path("completed_on")));
  }

  private static @Nullable Instant time(JsonNode json, String name) {
    return Times.read(json.path(name));
  }
}
