package tech.atoms.opsdesk.sandbox.supabase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/**
 * Answers what is asked of the project; every other path is left to the next handler. Recovery that
 * was asked for goes on behind it: its answer means that it was started.
 */
public final class SupabaseHandler extends Handler.Abstract implements AutoCloseable {
  /** The project's reference. */
  public static final String PROJECT = "atomsmcpsandboxworld";

  /** How long a recovery takes where nobody says otherwise. */
  public static final Duration USUAL = Duration.ofSeconds(4);

  private static final String REGION = "us-east-1";
  private static final LocalTime DAILY = LocalTime.of(3, 12);
  private static final int DAYS = 7;
  private static final int LONGEST = 64 * 1024;
  private static final Pattern PATH = Pattern.compile("/v1/projects/([a-z]{20})(/.*)?");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Project project;
  private final Secret token;
  private final Faults faults;
  private final InstantSource clock;

  /**
   * Of one project.
   *
   * @param token bearer token that every request must carry
   * @param database its database
   * @param takes how long a recovery takes at the least
   */
  public SupabaseHandler(
      Secret token, Recoverable database, Faults faults, InstantSource clock, Duration takes) {
    this.project = new Project(database, faults, clock, takes);
    this.token = token;
    this.faults = faults;
    this.clock = clock;
  }

  /** An answer; a body of null is none at all. */
  private record Reply(int status, @Nullable Map<String, ?> body) {
    static Reply error(int status, String message) {
      return new Reply(status, Map.of("message", message));
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Matcher path = PATH.matcher(Request.getPathInContext(request));
    if (!path.matches()) {
      return false;
    }
    Reply reply = answer(request, path.group(1), path.group(2) == null ? "" : path.group(2));
    boolean changed = !request.getMethod().equals("GET") && reply.status() == 201;
    if (changed && faults.active(Fault.SUPABASE_ANSWER_LOST)) {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      callback.failed(new EofException("cut"));
      return true;
    }
    response.setStatus(reply.status());
    response.getHeaders().put("x-ratelimit-limit", "120");
    response.getHeaders().put("x-ratelimit-remaining", "119");
    response.getHeaders().put("x-ratelimit-reset", "60");
    byte[] bytes = {};
    if (reply.body() != null) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json; charset=utf-8");
      bytes = JSON.writeValueAsBytes(reply.body());
    }
    response.write(true, ByteBuffer.wrap(bytes), callback);
    return true;
  }

  /** Ends a recovery that is under way, as the whole sandbox ends. */
  @Override
  public void close() {
    project.close();
  }

  private Reply answer(Request request, String ref, String path) throws IOException {
    if (faults.active(Fault.SUPABASE_DOWN)) {
      return Reply.error(503, "Service Unavailable");
    }
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    byte[] wanted = ("Bearer " + token.reveal()).getBytes(StandardCharsets.UTF_8);
    if (header == null || !MessageDigest.isEqual(header.getBytes(StandardCharsets.UTF_8), wanted)) {
      return Reply.error(401, "Unauthorized");
    }
    if (!ref.equals(PROJECT)) {
      return Reply.error(404, "Project not found");
    }
    return switch (request.getMethod() + " " + path) {
      case "GET " -> new Reply(200, status());
      case "GET /database/backups" -> new Reply(200, backups());
      case "GET /database/backups/schedule" ->
          new Reply(200, Map.of("schedule_for", "03:12:00", "updated_at", "2026-01-05T09:00:00Z"));
      case "GET /database/backups/restore-point" -> point(request);
      case "POST /database/backups/restore-point" -> newPoint(body(request));
      case "POST /database/backups/restore-pitr" -> recover(body(request));
      default -> Reply.error(404, "Cannot " + request.getMethod() + " /v1/projects/" + ref + path);
    };
  }

  private Map<String, Object> status() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", PROJECT);
    json.put("ref", PROJECT);
    json.put("name", "atoms");
    json.put("region", REGION);
    json.put("status", project.status());
    return json;
  }

  private Map<String, Object> backups() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("region", REGION);
    json.put("walg_enabled", true);
    json.put("pitr_enabled", project.pitr());
    json.put("backups", project.pitr() ? List.of() : daily());
    json.put(
        "physical_backup_data",
        project.pitr()
            ? Map.of(
                "earliest_physical_backup_date_unix", project.earliest().getEpochSecond(),
                "latest_physical_backup_date_unix", project.latest().getEpochSecond())
            : Map.of());
    return json;
  }

  /** One a day, newest first. */
  private List<Map<String, Object>> daily() {
    Instant now = clock.instant();
    Instant newest = now.atZone(ZoneOffset.UTC).with(DAILY).toInstant();
    if (newest.isAfter(now)) {
      newest = newest.minus(Duration.ofDays(1));
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (int i = 0; i < DAYS; i++) {
      Instant at = newest.minus(Duration.ofDays(i));
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", at.getEpochSecond() / Duration.ofDays(1).toSeconds());
      one.put("is_physical_backup", true);
      one.put("status", "COMPLETED");
      one.put("inserted_at", at.toString());
      all.add(one);
    }
    return all;
  }

  private Reply point(Request request) {
    String name = Request.extractQueryParameters(request).getValue("name");
    if (name == null || project.point(name, true) == null) {
      return Reply.error(404, "Restore point not found");
    }
    return new Reply(200, point(name));
  }

  private Map<String, Object> point(String name) {
    Instant at = project.point(name, false);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("status", at == null ? "PENDING" : "AVAILABLE");
    json.put("completed_on", at == null ? null : at.toString());
    return json;
  }

  private Reply newPoint(@Nullable JsonNode body) {
    String name = body == null ? "" : body.path("name").asText("");
    if (name.isEmpty() || name.length() > 20) {
      return Reply.error(400, "name must be 1 to 20 characters");
    }
    if (project.point(name, true) != null) {
      return Reply.error(409, "A restore point of this name exists");
    }
    project.point(name);
    return new Reply(201, point(name));
  }

  private Reply recover(@Nullable JsonNode body) {
    JsonNode told = body == null ? null : body.path("recovery_time_target_unix");
    if (told == null || !told.isIntegralNumber() || told.asLong() < 0) {
      return Reply.error(400, "recovery_time_target_unix must be an integer of 0 or more");
    }
    if (!project.pitr()) {
      return Reply.error(400, "PITR is not enabled for this project.");
    }
    Instant target = Instant.ofEpochSecond(told.asLong());
    if (target.isBefore(project.earliest()) || target.isAfter(project.latest())) {
      return Reply.error(422, "Recovery time is outside of the recovery window.");
    }
    return project.start(target)
        ? new Reply(201, null)
        : Reply.error(400, "Project is not in a state that can be restored: " + project.status());
  }

  private static @Nullable JsonNode body(Request request) throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      return JSON.readTree(in.readNBytes(LONGEST));
    } catch (JsonProcessingException notJson) {
      return null;
    }
  }
}
