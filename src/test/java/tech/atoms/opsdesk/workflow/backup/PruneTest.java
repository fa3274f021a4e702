package tech.atoms.opsdesk.workflow.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.Shelf;
import tech.atoms.opsdesk.backup.store.Lease;
import tech.atoms.opsdesk.backup.store.Removal;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.environment.BackupCopy;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Start;

/** Removing backups by the engine, by the clock of a real server. */
class PruneTest {
  private static final Me OPERATOR = new Me("Operator", "operator", List.of("operator"));
  private static final Start BECAUSE = Start.of("as the profile says", "");
  private static final Duration DAY = Duration.ofDays(1);

  private final Store store = TestStores.open(TestStores.in(TestPostgres.createDatabase()));
  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  private final InstantSource clock = () -> InstantSource.system().instant().plus(later.get());
  private final Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
  private @TempDir Path directory = Path.of(".");

  @AfterEach
  void close() {
    store.close();
  }

  private Prune prune(BackedUp shop) {
    return new Prune(shop.environment(), steps(shop), clock);
  }

  private Run run(Prune prune, Plan plan) throws InterruptedException {
    BackedUp any = new BackedUp(directory);
    Engine engine =
        new Engine(
            any.environment(),
            new Journal(store),
            new Guards(store),
            new Audit(store, directory, "here"),
            OPERATOR,
            "here",
            clock,
            time -> Thread.sleep(Duration.ofMillis(5)));
    return engine.start(prune, plan, BECAUSE, each -> {});
  }

  /** Young ones, and old ones of one month of three years ago. */
  private List<String> shelve(BackedUp shop, int old) throws Exception {
    for (int i = 0; i < 3; i++) {
      Shelf.put(
          shop.catalogue(),
          now.minus(DAY.multipliedBy(i + 1)).plusSeconds(60),
          Stored.State.VERIFIED);
    }
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < old; i++) {
      Instant at = Instant.parse("2023-03-%02dT20:00:00Z".formatted(i + 1));
      ids.add(Shelf.put(shop.catalogue(), at, Stored.State.VERIFIED).id());
    }
    return ids;
  }

  private static List<String> there(BackedUp shop) {
    return shop.catalogue().all().stream().map(Stored::id).toList();
  }

  @Test
  void theOldestGoNoMoreThanTwoAtOnceUnlessAllAreAskedFor() throws Exception {
    BackedUp shop = new BackedUp(directory);
    List<String> old = shelve(shop, 5);
    Prune prune = prune(shop);
    Plan plan = prune.plan("");
    assertThat(plan.facts()).containsKeys(old.get(0), old.get(1)).doesNotContainKey(old.get(2));
    assertThat(plan.warnings()).singleElement().asString().startsWith("3 more go later");
    Run first = run(prune, plan);
    assertThat(first.state()).as(first.why()).isEqualTo(RunState.DONE);
    assertThat(there(shop)).containsAll(old.subList(2, 5)).hasSize(6);
    Run rest = run(prune, prune.plan(Prune.ALL));
    assertThat(rest.state()).as(rest.why()).isEqualTo(RunState.DONE);
    assertThat(there(shop)).hasSize(3).doesNotContainAnyElementsOf(old);
    assertThat(prune.isNeeded()).isFalse();
    assertThat(new Removal(shop.catalogue()).tombstones()).hasSize(5);
  }

  @Test
  void whoLeasesOneAfterItWasPlannedKeepsIt() throws Exception {
    BackedUp shop = new BackedUp(directory);
    List<String> old = shelve(shop, 2);
    Prune prune = prune(shop);
    RemoveStep step = new RemoveStep(steps(shop), prune.plan(Prune.ALL), "Operator, run 1", clock);
    try (Lease _ = shop.catalogue().holds().lease(old.get(1), "restored by run 2", clock)) {
      step.make();
      assertThat(there(shop)).contains(old.get(1)).doesNotContain(old.get(0));
      assertThat(step.seen().detail()).contains("1 of them kept after all");
    }
    assertThat(step.seen().detail()).isEqualTo("1 are still there");
    step.make();
    assertThat(step.seen().detail()).isEqualTo("3 backups are left");
  }

  @Test
  void aCopyThatCannotBeRemovedIsToldAndTriedAgain() throws Exception {
    BackedUp shop = new BackedUp(directory);
    Path eu = directory.resolve("eu");
    Stored old = shop.catalogue().named(shelve(shop, 1).getFirst()).orElseThrow();
    Instant then = now.minus(Removal.COPIES_STAY);
    assertThat(new Removal(shop.catalogue()).remove(old, "", "", then)).isEmpty();
    shop.copyTo(new BackupCopy.InDirectory("eu", eu));
    RemoveStep step = new RemoveStep(steps(shop), prune(shop).plan(""), "Operator, run 2", clock);
    step.make();
    assertThat(step.seen().detail())
        .contains("could not be removed", old.id() + " at eu: there is nothing at " + eu);
    Files.createDirectory(eu);
    step.make();
    assertThat(step.seen().detail()).doesNotContain("could not be removed");
    assertThat(new Removal(shop.catalogue()).tombstones()).isEmpty();
  }

  private BackupSteps steps(BackedUp shop) {
    return new BackupSteps(
        shop.environment(), shop.secrets(), directory.resolve("work"), "here", List.of(), clock);
  }

  @Test
  void aClockThatIsWrongOrBackupsThatHaveStoppedRemoveNothing() throws Exception {
    BackedUp shop = new BackedUp(directory);
    List<String> old = shelve(shop, 1);
    Prune prune = prune(shop);
    RemoveStep step = new RemoveStep(steps(shop), prune.plan(""), "", clock);
    later.set(Duration.ofHours(2));
    assertThatThrownBy(() -> prune.plan("")).hasStackTraceContaining("this machine's");
    later.set(Duration.ZERO);
    Shelf.put(shop.catalogue(), now.plus(DAY), Stored.State.TAKEN);
    assertThatThrownBy(() -> prune.plan("")).hasStackTraceContaining("set back");
    assertThatThrownBy(step::make).hasStackTraceContaining("set back");
    assertThat(there(shop)).containsAll(old);
  }

  @Test
  void whatAKilledOneLeftIsFinishedByTheNextAlthoughNothingElseGoes() throws Exception {
    BackedUp shop = new BackedUp(directory);
    shelve(shop, 0);
    Prune prune = prune(shop);
    assertThat(prune.isNeeded()).isFalse();
    Path left = shop.catalogue().directory().resolve("bk-2023-01-01-0000-dead.removed");
    Files.createDirectories(left);
    assertThat(there(shop)).hasSize(3);
    assertThat(prune.isNeeded()).isTrue();
    Run run = run(prune, prune.plan(""));
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(left).doesNotExist();
  }
}
