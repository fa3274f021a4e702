package tech.atoms.opsdesk.workflow.restore;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.workflow.Gate;
import tech.atoms.opsdesk.workflow.GateCheck;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.StepState;

/** A restore by the engine: what is lost is told and kept, and a run restores once. */
@Timeout(120)
class RestoreTest {
  private @TempDir Path directory = Path.of(".");
  private Site site;

  @BeforeEach
  void open() throws Exception {
    site = new Site(directory);
  }

  @AfterEach
  void close() {
    if (site != null) {
      site.close();
    }
  }

  private Run run(Plan plan) throws InterruptedException {
    return run(plan, run -> {});
  }

  private Run run(Plan plan, java.util.function.Consumer<Run> progress)
      throws InterruptedException {
    return site.engine()
        .start(site.workflow(), plan, Start.of("rows are gone", plan.confirmation()), progress);
  }

  private void damage() {
    site.execute(
        "delete from public.orders where id % 2 = 0",
        "insert into public.users (email) values ('new@example.com')");
  }

  @Test
  void aPlanTellsWhatIsLostAndHoldsWhileOthersWrite() throws Exception {
    Stored backup = site.backup(true);
    damage();
    Plan plan = site.workflow().plan(backup.id());
    assertThat(plan.confirmation()).isEqualTo("shop " + backup.id());
    assertThat(plan.facts()).containsEntry("rows in the backup", "400");
    assertThat(plan.rows())
        .containsExactly(
            new Plan.Rows("public.orders", 100, 200), new Plan.Rows("public.users", 201, 200));
    assertThat(plan.warnings())
        .anyMatch(line -> line.endsWith("is lost: at least 1 row"))
        .contains("Other rows than those of the backup are in public.orders, public.users");
    assertThat(plan.steps().stream().map(PlannedStep::id))
        .containsExactly("take", "prove", "restore", "smoke");
    site.execute("insert into public.users (email) values ('newer@example.com')");
    assertThat(plan.differences(site.workflow().plan(plan.target()))).isEmpty();
    Plan some = site.workflow().plan(new Wanted(backup.id(), Set.of("public.orders")).word());
    assertThat(some.rows()).containsExactly(new Plan.Rows("public.orders", 100, 200));
    assertThat(some.hash()).isNotEqualTo(plan.hash());
  }

  @Test
  void whatCannotBeRestoredIsNotPlanned() throws Exception {
    Stored taken = site.backup(false);
    assertThatThrownBy(() -> site.workflow().plan(taken.id()))
        .hasMessageContaining("was never verified");
    assertThatThrownBy(() -> site.workflow().plan("bk-none"))
        .hasMessageContaining("There is no such backup");
    assertThatThrownBy(() -> site.workflow(site.environment(false, null)))
        .hasMessageContaining("no role that owns the tables");
  }

  @Test
  void itRestoresKeepsWhatWasThereAndRestoresOnce() throws Exception {
    Stored backup = site.backup(true);
    Content before = site.content();
    damage();
    Content damaged = site.content();
    Run run = run(site.workflow().plan(backup.id()));
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(site.content()).isEqualTo(before);
    Stored safety = site.shop.catalogue().ofRun(run.id()).orElseThrow();
    assertThat(safety.state()).isEqualTo(Stored.State.VERIFIED);
    assertThat(new Archived(safety).manifest().content()).isEqualTo(damaged);
    assertThat(run.steps().get(2).detail())
        .contains("400 rows in 2 tables", "what was there at ", " is in " + safety.id());

    // Its desk dies before that is written, and others write on.
    site.execute("insert into public.users (email) values ('after@example.com')");
    Content after = site.content();
    RestoreStep again =
        new RestoreStep(
            new Restoring(site.environment(false), site.shop.secrets(), InstantSource.system()),
            new Wanted(backup.id(), Set.of()),
            run.id(),
            true);
    assertThat(again.observe().state()).isEqualTo(Observed.State.DONE);
    assertThat(again.observe().detail()).contains("the server has committed", safety.id());
    assertThat(again.pointOfNoReturn()).isTrue();
    assertThat(site.content()).isEqualTo(after);
    RestoreStep late =
        new RestoreStep(
            new Restoring(
                site.environment(false),
                site.shop.secrets(),
                InstantSource.offset(Site.CLOCK, Duration.ofMinutes(16))),
            new Wanted(backup.id(), Set.of()),
            run.id(),
            true);
    assertThatThrownBy(late::make)
        .as("it stood still since")
        .hasMessageContaining("what was written since would be in no copy");
    assertThat(site.content()).isEqualTo(after);
    RestoreStep others =
        new RestoreStep(
            new Restoring(site.environment(false), site.shop.secrets(), InstantSource.system()),
            new Wanted(backup.id(), Set.of()),
            "another",
            true);
    assertThat(others.observe().state()).isEqualTo(Observed.State.NOT_DONE);
    assertThat(others.pointOfNoReturn()).isFalse();
  }

  @Test
  void aTableThatIsHeldPausesItAndGoingOnRestoresIt() throws Exception {
    Stored backup = site.backup(true);
    Content before = site.content();
    damage();
    Content damaged = site.content();
    Run paused;
    try (Connection other = site.shop.database.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select from public.users limit 1");
      paused = run(site.workflow().plan(backup.id()));
      assertThat(paused.state()).isEqualTo(RunState.PAUSED);
      assertThat(paused.why()).contains("holds public.users", "Nothing was changed");
      assertThat(site.content()).isEqualTo(damaged);
    }
    String safety = site.shop.catalogue().ofRun(paused.id()).orElseThrow().id();
    Run run = site.engine().resume(site.workflow(), paused.id(), false, "", each -> {});
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(site.content()).isEqualTo(before);
    assertThat(site.shop.catalogue().all().stream().map(Stored::id))
        .as("one safety backup")
        .containsExactlyInAnyOrder(safety, backup.id());
  }

  @Test
  void whoeverAsksForItsEndBeforeTheCommitGetsIt() throws Exception {
    Stored backup = site.backup(true);
    damage();
    Content damaged = site.content();
    try (Connection other = site.shop.database.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      // Rows that are loaded wait for this one, for 2 s at the most.
      statement.execute("select from public.users order by email limit 100 for update");
      Plan plan = site.workflow().plan(new Wanted(backup.id(), Set.of("public.orders")).word());
      Run run =
          run(
              plan,
              now -> {
                if (now.steps().get(2).state() == StepState.APPLYING) {
                  site.engine().cancel(now.id(), "not now");
                }
              });
      assertThat(run.state()).as(run.why()).isEqualTo(RunState.STOPPED);
      assertThat(run.steps().get(2).detail()).contains("The restore was cancelled");
    }
    assertThat(site.content()).isEqualTo(damaged);
  }

  @Test
  void anEndThatIsAskedForBeforeThereIsAnythingToEndIsNotForgotten() throws Exception {
    Stored backup = site.backup(true);
    damage();
    Content damaged = site.content();
    RestoreStep step =
        new RestoreStep(
            new Restoring(site.environment(false), site.shop.secrets(), Site.CLOCK),
            new Wanted(backup.id(), Set.of()),
            "a-run",
            false);
    step.cancelApplied();
    assertThatThrownBy(step::make).hasMessageContaining("The restore was cancelled");
    assertThat(site.content()).isEqualTo(damaged);
  }

  @Test
  void whereFourEyesAreWantedAnotherPersonLetsIt() throws Exception {
    Stored backup = site.backup(true);
    Restore restore = site.workflow(site.environment(true));
    Plan plan = restore.plan(backup.id());
    assertThat(plan.steps().stream().map(PlannedStep::id))
        .as("what is there is backed up after the gate, which may wait for hours")
        .containsExactly("approval", "take", "prove", "restore", "smoke");
    Gate gate = requireNonNull(restore.steps(plan, RunLog.NONE).getFirst().gate());
    assertThat(gate.approvals())
        .singleElement()
        .matches(one -> one.role().equals("operator") && one.people() == 1);
    assertThat(gate.checks().stream().map(GateCheck::state))
        .isEqualTo(List.of(GateCheck.State.PASS));
    site.execute("alter table public.users add column age int");
    assertThat(gate.checks().stream().map(GateCheck::state))
        .isEqualTo(List.of(GateCheck.State.FAIL));
  }
}
