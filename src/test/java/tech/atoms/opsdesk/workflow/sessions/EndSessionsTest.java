package tech.atoms.opsdesk.workflow.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.database.DatabaseWriter;
import tech.atoms.opsdesk.database.Fixture;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.Refused;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;

@Timeout(60)
class EndSessionsTest {
  private static final Fixture FIXTURE = new Fixture();
  private static final String OPERATOR = FIXTURE.monitor + "_operator";
  private static final SecretResolver SECRETS = ref -> new Secret(Fixture.PASSWORD);
  private final MonitoredDatabase database = FIXTURE.open(FIXTURE.monitor);

  @BeforeEach
  void fill() {
    FIXTURE.execute(
        """
        do $$ begin
          if not exists (select from pg_roles where rolname = '%1$s') then
            create role %1$s login password '%2$s';
            grant select, delete on atoms_sessions to %1$s;
            grant select on atoms_users to %1$s;
            grant pg_read_all_stats, pg_signal_backend to %1$s;
          end if;
        end $$;
        delete from atoms_sessions; delete from atoms_users;
        insert into atoms_users (email) values ('ann@atoms.tech'), ('bob@atoms.tech');
        insert into atoms_sessions (user_id, token_hash, expires_at)
          select id, 'h' || n, now() + interval '1 hour' from atoms_users, generate_series(1, 3) n;
        insert into atoms_sessions (user_id, token_hash, expires_at)
          select id, 'x', now() - interval '1 hour' from atoms_users where email like 'ann%%';
        """
            .formatted(OPERATOR, Fixture.PASSWORD));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Environment environment(DatabaseSettings.@Nullable Write write) {
    Environment plain = Worlds.environment(EnvironmentKind.PRODUCTION, "shop");
    DatabaseSettings read = FIXTURE.settings(FIXTURE.monitor);
    return new Environment(
        plain.name(),
        plain.kind(),
        plain.server(),
        new DatabaseSettings(read.url(), read.user(), read.password(), read.sslMode(), null, write),
        null,
        plain.policy(),
        plain.contacts(),
        plain.samplingInterval());
  }

  private static DatabaseWriter writer(String role) {
    return DatabaseWriter.of(
        environment(new DatabaseSettings.Write(role, SecretRef.parse("env:WRITE"))), SECRETS);
  }

  private EndSessions workflow(EndSessions.Kind kind, String role) {
    return new EndSessions(kind, environment(null), database, writer(role));
  }

  private static int rows(String where) {
    return Integer.parseInt(FIXTURE.value("select count(*) from atoms_sessions where " + where));
  }

  @Test
  void exactlyTheSessionsOfThePlanAreRevoked() {
    EndSessions revoke = workflow(EndSessions.Kind.REVOKE, OPERATOR);
    Plan plan = revoke.plan("user:bob@atoms.tech");
    assertThat(plan.title()).isEqualTo("Revoke 3 sessions of bob@atoms.tech");
    assertThat(plan.facts())
        .containsEntry("sessions meant", "3")
        .containsEntry("of users", "1: bob@atoms.tech");
    assertThat(plan.warnings()).singleElement().asString().contains("3 live sessions");
    assertThat(revoke.plan(plan.target()).hash()).isEqualTo(plan.hash());
    // Whoever signs in after the plan is not meant by it.
    FIXTURE.execute(
        "insert into atoms_sessions (user_id, token_hash, expires_at, created_at)"
            + " select id, 'new', now() + interval '1 hour', now() + interval '1 second'"
            + " from atoms_users where email like 'bob%'");
    assertThat(revoke.plan(plan.target()).hash()).isEqualTo(plan.hash());
    Step step = revoke.steps(plan, RunLog.NONE).getFirst();
    assertThat(step.observe().state()).isEqualTo(Observed.State.NOT_DONE);
    step.apply();
    assertThat(step.observe()).isEqualTo(Observed.done("0 of 3 are in the table"));
    assertThat(rows("true")).as("others stay").isEqualTo(5);
    assertThatThrownBy(() -> revoke.plan(plan.target())).hasMessageContaining("no such sessions");
  }

  @Test
  void whereOthersAreThereThanThePlanSaysNoneIsRemoved() {
    EndSessions cleanup = workflow(EndSessions.Kind.CLEANUP, OPERATOR);
    Plan plan = cleanup.plan("");
    assertThat(plan.title()).startsWith("Remove 1 session, expired by ");
    FIXTURE.execute("update atoms_sessions set expires_at = now() - interval '2 hours'");
    assertThat(plan.differences(cleanup.plan(plan.target()))).anyMatch(d -> d.contains("is 7"));
    Step step = cleanup.steps(plan, RunLog.NONE).getFirst();
    assertThatThrownBy(step::apply)
        .isInstanceOf(Refused.class)
        .hasMessageContaining("it would have been 7 where the plan says 1");
    assertThat(rows("true")).isEqualTo(7);
  }

  @Test
  void aRoleWithoutRightsOrAWrongOneChangesNothing() {
    Plan plan = workflow(EndSessions.Kind.CLEANUP, FIXTURE.monitor).plan("");
    Step reader =
        workflow(EndSessions.Kind.CLEANUP, FIXTURE.monitor).steps(plan, RunLog.NONE).getFirst();
    assertThatThrownBy(reader::apply)
        .isInstanceOf(Refused.class)
        .hasMessageContaining("may not do this");
    Step nobody =
        workflow(EndSessions.Kind.CLEANUP, "nobody_here").steps(plan, RunLog.NONE).getFirst();
    assertThatThrownBy(nobody::apply).isInstanceOf(Refused.class).hasMessageContaining("sign-in");
    assertThat(rows("true")).isEqualTo(7);
  }

  @Test
  void withoutACredentialThatWritesThereIsNoSuchWorkflow() {
    assertThatThrownBy(() -> DatabaseWriter.of(environment(null), SECRETS))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("names no role that writes");
  }

  @Test
  void someIdsAreRevokedAndNonsenseIsNoTarget() {
    EndSessions revoke = workflow(EndSessions.Kind.REVOKE, OPERATOR);
    String id = FIXTURE.value("select id from atoms_sessions where token_hash = 'x'");
    Plan plan = revoke.plan("ids:" + id + ",00000000-0000-4000-8000-000000000000");
    assertThat(plan.warnings()).contains("1 of them are not in the table any more");
    revoke.steps(plan, RunLog.NONE).getFirst().apply();
    assertThat(rows("token_hash = 'x'")).isZero();
    for (String nonsense : new String[] {"ids:7", "user:", "all", "", "expired:yesterday"}) {
      assertThatThrownBy(() -> revoke.plan(nonsense)).isInstanceOf(ProblemException.class);
    }
    assertThatThrownBy(() -> revoke.plan("expired")).hasMessageContaining("cleaned up");
  }

  private static Thread sleeping(Connection connection) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_sleep(50)");
              } catch (SQLException e) {
                // Cancelled, or ended: that is what is wanted.
              }
            });
  }

  @Test
  void aStatementIsCancelledAndAConnectionEnded() throws Exception {
    try (Connection victim = FIXTURE.connect("victim")) {
      String pid = Integer.toString(Fixture.pid(victim));
      EndBackend cancel =
          new EndBackend(EndBackend.Kind.CANCEL, environment(null), database, writer(OPERATOR));
      assertThatThrownBy(() -> cancel.plan(pid)).hasMessageContaining("it runs nothing");
      Thread running = sleeping(victim);
      Plan plan = await().ignoreExceptions().until(() -> cancel.plan(pid), p -> true);
      assertThat(plan.facts()).containsEntry("statement", "select pg_sleep(50)");
      Step signal = cancel.steps(plan, RunLog.NONE).getFirst();
      assertThat(signal.observe().state()).isEqualTo(Observed.State.NOT_DONE);
      // The role does not own the superuser's connection: the server refuses, and says so.
      assertThatThrownBy(signal::apply).isInstanceOf(Refused.class).hasMessageContaining("may not");
      Step superuser =
          new EndBackend(EndBackend.Kind.CANCEL, environment(null), database, writer(superuser()))
              .steps(plan, RunLog.NONE)
              .getFirst();
      superuser.apply();
      await().until(() -> superuser.observe().state() == Observed.State.DONE);
      running.join();

      EndBackend terminate =
          new EndBackend(
              EndBackend.Kind.TERMINATE, environment(null), database, writer(superuser()));
      Plan end = terminate.plan(pid);
      assertThat(end.title()).contains("victim").contains(pid);
      Step step = terminate.steps(end, RunLog.NONE).getFirst();
      assertThat(step.observe().state()).isEqualTo(Observed.State.NOT_DONE);
      step.apply();
      await().until(() -> step.observe().state() == Observed.State.DONE);
      assertThatThrownBy(() -> terminate.plan(end.target())).hasMessageContaining("another one");
    }
  }

  @Test
  void aClientThatTriesTheSameAgainIsCancelledOnceAndSeenToBe() throws Exception {
    try (Connection victim = FIXTURE.connect("stubborn")) {
      victim.setAutoCommit(true);
      String pid = Integer.toString(Fixture.pid(victim));
      AtomicInteger cancelled = new AtomicInteger();
      Thread.ofVirtual()
          .start(
              () -> {
                while (true) {
                  try (Statement statement = victim.createStatement()) {
                    statement.execute("select pg_sleep(50)");
                  } catch (SQLException e) {
                    if (!"57014".equals(e.getSQLState())) {
                      return;
                    }
                    cancelled.incrementAndGet();
                  }
                }
              });
      EndBackend cancel =
          new EndBackend(EndBackend.Kind.CANCEL, environment(null), database, writer(superuser()));
      Plan plan = await().ignoreExceptions().until(() -> cancel.plan(pid), p -> true);
      Step signal = cancel.steps(plan, RunLog.NONE).getFirst();
      signal.apply();
      await().until(() -> cancelled.get() == 1);
      await().until(() -> signal.observe().state() == Observed.State.DONE);
      assertThat(cancelled).hasValue(1);
    }
  }

  private static String superuser() {
    FIXTURE.execute(
        """
        do $$ begin
          if not exists (select from pg_roles where rolname = '%1$s_super') then
            create role %1$s_super login superuser password '%2$s';
          end if;
        end $$;
        """
            .formatted(FIXTURE.monitor, Fixture.PASSWORD));
    return FIXTURE.monitor + "_super";
  }

  @Test
  void theClockOfAChoiceIsTheDatabases() {
    assertThat(database.now())
        .isBetween(
            InstantSource.system().instant().minusSeconds(60),
            InstantSource.system().instant().plusSeconds(60));
  }
}
