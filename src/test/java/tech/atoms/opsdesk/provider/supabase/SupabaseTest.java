package tech.atoms.opsdesk.provider.supabase;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SupabaseSettings;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.Patience;
import tech.atoms.opsdesk.http.Prompt;

/** Answers are queued in the order in which they are asked for. */
class SupabaseTest {
  private static final String REF = "abcdefghijklmnopqrst";
  private static final Instant TARGET = Instant.parse("2026-11-30T12:00:00Z");
  private final MockWebServer server = Prompt.server();
  private final List<Duration> waited = new ArrayList<>();
  private final Supabase supabase;

  SupabaseTest() throws IOException {
    server.start();
    supabase =
        new Supabase(
            new SupabaseSettings(server.url("/").uri(), REF, SecretRef.parse("env:TOKEN")),
            ref -> new Secret("sbp_4711"),
            Duration.ofSeconds(5),
            new Patience(Duration.ofSeconds(90), waited::add));
  }

  @AfterEach
  void stop() {
    supabase.close();
    server.close();
  }

  private void answer(int status, String body, String... header) {
    MockResponse.Builder response = new MockResponse.Builder().code(status).body(body);
    for (int i = 0; i < header.length; i += 2) {
      response.addHeader(header[i], header[i + 1]);
    }
    server.enqueue(response.build());
  }

  @Test
  void listsBackupsAlsoWhereLittleIsTold() throws Exception {
    answer(
        200,
        """
        {"region": "us-east-1", "walg_enabled": true, "pitr_enabled": false,
         "backups": [
           {"id": 123, "is_physical_backup": true, "status": "COMPLETED",
            "inserted_at": "2026-11-21T03:12:00Z"},
           {"status": "COMPLETED", "inserted_at": "2026-11-22 03:12:00.5+00"},
           {"status": "SHELVED", "inserted_at": "last Tuesday"},
           {"id": 7, "status": "FAILED", "inserted_at": "2026-11-23T03:12:00"}],
         "physical_backup_data": {}}
        """);
    PlatformBackups told = supabase.backups();
    RecordedRequest asked = server.takeRequest();
    assertThat(asked.getTarget()).isEqualTo("/v1/projects/" + REF + "/database/backups");
    assertThat(asked.getHeaders().get("Authorization")).isEqualTo("Bearer sbp_4711");
    assertThat(told.region()).isEqualTo("us-east-1");
    assertThat(told.backups()).extracting(PlatformBackup::id).containsExactly(123L, null, null, 7L);
    assertThat(told.backups()).extracting(PlatformBackup::status).contains("SHELVED");
    assertThat(told.backups().get(2).at()).isNull();
    assertThat(told.backups().get(2).told()).isEqualTo("last Tuesday");
    assertThat(told.newestCompleted()).contains(Instant.parse("2026-11-22T03:12:00.5Z"));
    assertThat(told.reach()).isEmpty();
    assertThat(told.obstacle(TARGET)).contains("is off");
  }

  @Test
  void theWindowSaysWhichTimesCanBeRecoveredTo() {
    answer(
        200,
        """
        {"region": "eu-west-1", "walg_enabled": true, "pitr_enabled": true, "backups": [],
         "physical_backup_data": {"earliest_physical_backup_date_unix": 1795000000,
           "latest_physical_backup_date_unix": 1795604800}}
        """);
    PlatformBackups told = supabase.backups();
    Instant earliest = Instant.ofEpochSecond(1_795_000_000);
    assertThat(told.reach()).contains(Duration.ofDays(7));
    assertThat(told.obstacle(earliest)).isEmpty();
    assertThat(told.obstacle(earliest.minusSeconds(1)))
        .contains("earliest")
        .contains("" + earliest);
    assertThat(told.obstacle(earliest.plusSeconds(604_801))).contains("latest");
  }

  @Test
  void aLimitIsWaitedForAsManySecondsAsTheResetSays() {
    answer(
        429, "{\"message\": \"ThrottlerException: Too Many Requests\"}", "x-ratelimit-reset", "41");
    answer(503, "down");
    answer(200, "{\"status\": \"RESTORING\", \"name\": \"atoms\", \"region\": \"us-east-1\"}");
    assertThat(supabase.status().isComing()).isTrue();
    assertThat(waited).containsExactly(Duration.ofSeconds(41), Duration.ofSeconds(1));
  }

  @Test
  void aRecoveryIsAskedForOnceAndTheRefusalIsToldInThePlatformsWords() throws Exception {
    answer(201, "");
    supabase.startRecovery(TARGET);
    RecordedRequest asked = server.takeRequest();
    assertThat(asked.getMethod()).isEqualTo("POST");
    assertThat(asked.getTarget()).endsWith(REF + "/database/backups/restore-pitr");
    assertThat(requireNonNull(asked.getBody()).utf8())
        .isEqualTo("{\"recovery_time_target_unix\":" + TARGET.getEpochSecond() + "}");

    answer(400, "{\"message\": \"PITR is not enabled for this project.\"}");
    HttpFailure refused = refusal();
    assertThat(refused.isRefusal()).isTrue();
    assertThat(refused.problem().why())
        .isEqualTo("it answered 400: PITR is not enabled for this project.");

    answer(422, "{\"message\": [\"recovery_time_target_unix must be an integer\", \"again\"]}");
    assertThat(refusal().problem().why()).endsWith("must be an integer; again");
    assertThat(waited).isEmpty();
  }

  @Test
  void whatMayHaveBeenStartedIsNotAskedForAgain() {
    answer(503, "{\"message\": \"try later\"}");
    HttpFailure unwell = refusal();
    assertThat(unwell.isRefusal()).as("nobody knows").isFalse();
    server.enqueue(
        new MockResponse.Builder().onRequestBody(new SocketEffect.CloseSocket()).build());
    assertThat(refusal().isRefusal()).isFalse();
    answer(429, "{\"message\": \"slow down\"}", "x-ratelimit-reset", "5");
    HttpFailure limited = refusal();
    assertThat(limited.isRefusal()).isTrue();
    assertThat(limited.problem().next()).isEqualTo("Try again in 6 s");
    assertThat(server.getRequestCount()).isEqualTo(3);
    assertThat(waited).isEmpty();
  }

  @Test
  void theTokenIsToldToNobody() {
    answer(401, "{\"message\": \"Unauthorized\"}");
    HttpFailure refused = refusal();
    assertThat(refused.problem().next()).isEqualTo("Check supabase.token in the profile");
    assertThat(refused.toString() + refused.problem().advice()).doesNotContain("sbp_4711");
  }

  @Test
  void aRestorePointIsAskedForAndLookedFor() throws Exception {
    answer(201, "{\"name\": \"before-upgrade\", \"status\": \"PENDING\", \"completed_on\": null}");
    answer(
        200,
        "{\"name\": \"before-upgrade\", \"status\": \"AVAILABLE\","
            + " \"completed_on\": \"2026-11-30T12:00:03Z\"}");
    answer(404, "{\"message\": \"not found\"}");
    assertThat(supabase.makeRestorePoint("before-upgrade").isAvailable()).isFalse();
    RestorePoint there = requireNonNull(supabase.restorePoint("before-upgrade"));
    assertThat(there.isAvailable()).isTrue();
    assertThat(there.completed()).isEqualTo(TARGET.plusSeconds(3));
    assertThat(supabase.restorePoint("other one")).isNull();
    server.takeRequest();
    server.takeRequest();
    assertThat(server.takeRequest().getTarget()).endsWith("/restore-point?name=other+one");
  }

  @Test
  void theScheduleMayBeUntold() {
    answer(200, "{\"schedule_for\": \"03:00:00\", \"updated_at\": \"2026-11-01T00:00:00Z\"}");
    answer(200, "{\"schedule_for\": null}");
    assertThat(supabase.schedule()).isEqualTo("03:00:00");
    assertThat(supabase.schedule()).isNull();
  }

  private HttpFailure refusal() {
    return requireNonNull(
        catchThrowableOfType(HttpFailure.class, () -> supabase.startRecovery(TARGET)));
  }
}
