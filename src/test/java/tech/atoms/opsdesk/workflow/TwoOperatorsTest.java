package tech.atoms.opsdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/** Two operators at two desks on one store start at the same moment, 200 times. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoOperatorsTest {
  private static final int ROUNDS = 200;
  private static final Environment SHOP = Worlds.environment(EnvironmentKind.PRODUCTION, "shop");
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Pause SHORT = time -> Pause.REAL.sleep(Duration.ofMillis(2));

  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private final TestWorkflow workflow = new TestWorkflow();
  private final List<Store> stores =
      List.of(TestStores.open(TestStores.in(database)), TestStores.open(TestStores.in(database)));
  private Path directory = Path.of(".");

  @BeforeAll
  void at(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterAll
  void close() {
    stores.forEach(Store::close);
  }

  @Test
  void oneAlwaysRunsAndTheOtherWaitsAndNamesIt() throws Exception {
    List<Engine> desks = List.of(desk(0, "Olga"), desk(1, "Otto"));
    Map<String, Integer> first = new ConcurrentHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        round(desks, threads, first);
      }
    }
    assertThat(workflow.most).as("changes under way at the same time").hasValue(1);
    assertThat(first.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(ROUNDS);
    assertThat(new Journal(stores.getFirst()).holder("shop")).isEmpty();
  }

  /** The one that runs does not go on before the other has said for whom it waits. */
  private void round(List<Engine> desks, ExecutorService threads, Map<String, Integer> first)
      throws Exception {
    workflow.world.clear();
    CyclicBarrier together = new CyclicBarrier(2);
    CountDownLatch told = new CountDownLatch(1);
    List<String> waits = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
    workflow.beside =
        () -> {
          try {
            assertThat(told.await(20, TimeUnit.SECONDS)).as("the other waits").isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    List<Future<Run>> both =
        desks.stream()
            .map(
                desk ->
                    threads.submit(
                        () -> {
                          Plan plan = workflow.plan("x");
                          together.await(20, TimeUnit.SECONDS);
                          return desk.start(
                              workflow,
                              plan,
                              Start.of("because", "shop"),
                              run -> {
                                if (run.state() == RunState.WAITING) {
                                  waits.add(run.id() + " " + run.why());
                                  told.countDown();
                                }
                              });
                        }))
            .toList();
    List<Run> runs = List.of(both.get(0).get(30, TimeUnit.SECONDS), both.get(1).get());
    assertThat(runs).allMatch(Run::isVerified);
    Run waited =
        runs.stream().filter(run -> waits.getLast().startsWith(run.id())).findFirst().orElseThrow();
    Run ran = runs.get(1 - runs.indexOf(waited));
    assertThat(waits)
        .as("one waits, and says for whom")
        .allMatch(line -> line.startsWith(waited.id()))
        .last()
        .asString()
        .contains("waits for " + ran.by() + " (Three changes, run " + ran.id());
    assertThat(workflow.world).hasSize(3).allSatisfy((step, times) -> assertThat(times).isOne());
    first.merge(ran.by(), 1, Integer::sum);
  }

  private Engine desk(int number, String name) {
    Store store = stores.get(number);
    return new Engine(
        SHOP,
        new Journal(store),
        new Guards(store),
        new Audit(store, directory, "desk-" + number),
        new Me(name, name.toLowerCase(java.util.Locale.ROOT), List.of("operator")),
        "desk-" + number,
        CLOCK,
        SHORT);
  }
}
