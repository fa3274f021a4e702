package tech.atoms.opsdesk.sandbox.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.sandbox.fault.Fault;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecoveryTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private final HttpClient http = HttpClient.newHttpClient();
  private SupabaseWorld world;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    world = new SupabaseWorld(directory, CLOCK);
  }

  @AfterAll
  void stop() throws Exception {
    http.close();
    world.close();
  }

  @AfterEach
  void well() {
    for (Fault fault : Fault.values()) {
      world.faults.clear(fault);
    }
    healthy();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(
                world.url().resolve("/v1/projects/" + SupabaseHandler.PROJECT + path))
            .header("Authorization", "Bearer " + SupabaseWorld.TOKEN.reveal())
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> recover(Instant target) throws Exception {
    return send(
        "POST",
        "/database/backups/restore-pitr",
        "{\"recovery_time_target_unix\":%d}".formatted(target.getEpochSecond()));
  }

  private void healthy() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> send("GET", "", "").body().contains("ACTIVE_HEALTHY"));
  }

  private long users() throws Exception {
    return world.number("select count(*) from atoms_users where email like 'recovery-%'");
  }

  @Test
  void whatWasWrittenAfterTheTargetIsGoneAndTheTimelineIsAnother() throws Exception {
    Instant target = CLOCK.instant().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    world.run(
        "insert into atoms_users(email, created_at, updated_at) values"
            + " ('recovery-1', now() - interval '2 hours', now() - interval '1 minute'),"
            + " ('recovery-2', now() - interval '1 minute', now())");
    world.run(
        "insert into atoms_sessions(user_id, token_hash, expires_at, created_at)"
            + " select id, 'recovery', now(), now() - interval '2 hours' from atoms_users"
            + " where email = 'recovery-2'");
    world.run(
        "insert into sandbox.seen_tokens(token_hash, forget_at)"
            + " values ('recovery', now() + interval '1 hour')");
    long timeline = world.timeline();
    HttpResponse<String> answer = recover(target);
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(send("GET", "", "").body()).contains("RESTORING");
    assertThat(recover(target).statusCode()).as("one at a time").isEqualTo(400);
    await().atMost(Duration.ofSeconds(5)).until(world.database::paused);
    world.database.resume();
    assertThat(world.database.paused()).as("nothing else brings it back").isTrue();
    healthy();
    assertThat(world.timeline()).isEqualTo(timeline + 1);
    assertThat(users()).isEqualTo(1);
    assertThat(
            world.number("select count(*) from sandbox.seen_tokens where token_hash = 'recovery'"))
        .as("who signed in since signs in again")
        .isZero();
    assertThat(world.number("select count(*) from atoms_users where updated_at > '" + target + "'"))
        .isZero();
    assertThat(world.number("select count(*) from atoms_entities")).isPositive();
  }

  @Test
  void targetsOutsideOfTheWindowAreRefused() throws Exception {
    Instant now = CLOCK.instant();
    assertThat(recover(now.plusSeconds(60)).statusCode()).isEqualTo(422);
    HttpResponse<String> early = recover(now.minus(Duration.ofDays(8)));
    assertThat(early.statusCode()).isEqualTo(422);
    assertThat(early.body()).startsWith("{\"message\":");
    world.faults.set(Fault.PITR_OFF, null, null);
    HttpResponse<String> off = recover(now.minusSeconds(600));
    assertThat(off.statusCode()).isEqualTo(400);
    assertThat(off.body()).isEqualTo("{\"message\":\"PITR is not enabled for this project.\"}");
    assertThat(send("GET", "/database/backups", "").body())
        .contains("\"pitr_enabled\":false")
        .contains("\"status\":\"COMPLETED\"");
  }

  @Test
  void aRecoveryThatFailsSaysSoAndTheRowsStay() throws Exception {
    long timeline = world.timeline();
    world.run("insert into atoms_users(email) values ('recovery-3')");
    long before = users();
    world.faults.set(Fault.PITR_FAILS, null, null);
    assertThat(recover(CLOCK.instant().minusSeconds(600)).statusCode()).isEqualTo(201);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> send("GET", "", "").body().contains("RESTORE_FAILED"));
    assertThat(world.database.paused()).isTrue();
    world.faults.clear(Fault.PITR_FAILS);
    healthy();
    assertThat(users()).isEqualTo(before);
    assertThat(world.timeline()).isEqualTo(timeline);
  }

  @Test
  void anAnswerThatIsLostSaysNothingOfWhatWasStarted() throws Exception {
    world.faults.set(Fault.SUPABASE_ANSWER_LOST, null, null);
    try {
      recover(CLOCK.instant().minusSeconds(600));
    } catch (IOException cut) {
      assertThat(send("GET", "", "").body()).contains("RESTORING");
      return;
    }
    throw new AssertionError("it was answered");
  }

  @Test
  void aRestorePointIsThereAfterAMoment() throws Exception {
    assertThat(send("GET", "/database/backups/restore-point?name=p1", "").statusCode())
        .isEqualTo(404);
    HttpResponse<String> made =
        send("POST", "/database/backups/restore-point", "{\"name\":\"p1\"}");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.body()).contains("PENDING");
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                send("GET", "/database/backups/restore-point?name=p1", "")
                    .body()
                    .contains("AVAILABLE"));
    world.faults.set(Fault.SUPABASE_DOWN, null, null);
    assertThat(send("GET", "/database/backups", "").statusCode()).isEqualTo(503);
    world.faults.clear(Fault.SUPABASE_DOWN);
  }
}
