package tech.atoms.opsdesk.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tech.atoms.opsdesk.sandbox.fault.Fault;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsTest {
  private static final int LIMIT = RunningServer.Options.USUAL.perUser();

  @SuppressWarnings("NullAway.Init") // set before all tests
  private RunningServer running;

  @BeforeAll
  void start() throws IOException {
    running = new RunningServer(RunningServer.Options.USUAL);
  }

  @AfterAll
  void stop() {
    running.close();
  }

  private int ping(String token) {
    return running.rpc(token, "ping", Map.of()).status();
  }

  private String where(String token) {
    return " FROM atoms_sessions WHERE token_hash = '" + Sessions.hash(token) + "'";
  }

  @Test
  void theFirstRequestOfATokenOpensASessionWithClientAndAddress() {
    UUID user = UUID.randomUUID();
    String token = running.token(user);
    var request =
        running
            .mcp(token, RunningServer.message("ping", Map.of()))
            .header("User-Agent", "atoms-web/2.0")
            .header("X-Forwarded-For", "198.51.100.7, 10.0.0.1")
            .build();
    running.send(request);
    running.send(request);
    assertThat(running.sql("SELECT count(*)" + where(token))).isEqualTo("1");
    assertThat(running.sql("SELECT metadata->>'client'" + where(token))).isEqualTo("atoms-web/2.0");
    assertThat(running.sql("SELECT metadata->>'ip'" + where(token))).isEqualTo("198.51.100.7");
    assertThat(running.sql("SELECT user_id" + where(token))).isEqualTo(user.toString());
    assertThat(
            running.sql("SELECT extract(epoch FROM expires_at - created_at)::int" + where(token)))
        .isEqualTo("86400");
    assertThat(running.sql("SELECT email FROM atoms_users WHERE id = '" + user + "'"))
        .isEqualTo(user + "@example.com");
  }

  @Test
  void activityIsNotedAtMostEveryTenSeconds() {
    String token = running.token();
    ping(token);
    String first = running.sql("SELECT last_activity" + where(token));
    running.clock.advance(Duration.ofSeconds(5));
    ping(token);
    assertThat(running.sql("SELECT last_activity" + where(token))).isEqualTo(first);
    running.clock.advance(Duration.ofSeconds(6));
    ping(token);
    assertThat(running.sql("SELECT last_activity" + where(token))).isGreaterThan(first);
  }

  @Test
  void aDatabaseThatWasPutBackHasNeverSeenTheToken() {
    String token = running.token();
    assertThat(ping(token)).isEqualTo(200);
    running.execute(
        "DELETE FROM sandbox.seen_tokens WHERE token_hash = '" + Sessions.hash(token) + "'");
    running.execute("DELETE" + where(token));
    running.clock.advance(Sessions.CHECKED_EVERY);
    assertThat(ping(token)).isEqualTo(200);
    assertThat(running.sql("SELECT count(*)" + where(token))).isEqualTo("1");
  }

  @Test
  void aRevokedSessionStaysEnded() throws IOException {
    String token = running.token();
    assertThat(ping(token)).isEqualTo(200);
    running.execute("DELETE" + where(token));
    running.clock.advance(Sessions.CHECKED_EVERY);
    assertThat(ping(token)).isEqualTo(401);
    assertThat(ping(token)).isEqualTo(401);
    running.restart();
    assertThat(ping(token)).as("after a restart").isEqualTo(401);
  }

  @Test
  void aTokenRevokedWhileTheServerIsAwayStaysRevoked() throws IOException {
    String token = running.token();
    assertThat(ping(token)).isEqualTo(200);
    running.server.stop();
    running.execute("DELETE" + where(token));
    running.server.start();
    running.http.connectionPool().evictAll();
    assertThat(ping(token)).isEqualTo(401);
  }

  @Test
  void oneSessionTooManyEndsTheOldest() {
    UUID user = UUID.randomUUID();
    List<String> tokens =
        java.util.stream.IntStream.rangeClosed(0, LIMIT)
            .mapToObj(
                i -> {
                  String token = running.token(user);
                  running.clock.advance(Duration.ofMillis(50));
                  assertThat(ping(token)).isEqualTo(200);
                  return token;
                })
            .toList();
    running.clock.advance(Sessions.CHECKED_EVERY);
    assertThat(ping(tokens.getFirst())).isEqualTo(401);
    assertThat(tokens.subList(1, tokens.size())).allMatch(token -> ping(token) == 200);
    assertThat(count(user)).isEqualTo(LIMIT);
  }

  private int count(UUID user) {
    return Integer.parseInt(
        running.sql("SELECT count(*) FROM atoms_sessions WHERE user_id = '" + user + "'"));
  }

  @Test
  void expiredSessionsAreDeleted() {
    running.execute(
        "INSERT INTO atoms_sessions (token_hash, expires_at) VALUES ('old', now() - interval '1"
            + " h')");
    running.clock.advance(Duration.ofMinutes(31));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                running
                    .sql("SELECT count(*) FROM atoms_sessions WHERE token_hash = 'old'")
                    .equals("0"));
  }

  @Test
  void sessionsLeakedGivesOneUserMoreThanAllowedUntilCleared() {
    ping(running.token());
    running.faults.set(Fault.SESSIONS_LEAKED, 17.0, null);
    String most =
        "SELECT coalesce(max(n), 0) FROM (SELECT count(*) n FROM atoms_sessions GROUP BY user_id)"
            + " c";
    await().atMost(Duration.ofSeconds(10)).until(() -> Integer.parseInt(running.sql(most)) >= 17);
    running.faults.clear(Fault.SESSIONS_LEAKED);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> Integer.parseInt(running.sql(most)) <= LIMIT);
  }
}
