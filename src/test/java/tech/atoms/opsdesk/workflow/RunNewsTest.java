package tech.atoms.opsdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.Channel;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Notices;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.notify.Delivery;
import tech.atoms.opsdesk.notify.Notice;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.news.RunNews;
import tech.atoms.opsdesk.workflow.record.RecordForm;

/** People outside hear how runs end, once for each end; on a real store, over real HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunNewsTest {
  private static final String SECRET = "sk-secret-of-the-news-4711";
  private static final Me OPERATOR = new Me("Olga", "olga", List.of("operator"));
  private static final Channel OPS =
      new Channel.Webhook("ops", SecretRef.parse("env:URL"), null, null);
  private static final Environment SHOP =
      Worlds.environment(
          EnvironmentKind.PRODUCTION, "shop", new Notices(List.of(OPS), List.of("ops")));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T09:00:00Z"));
  private final InstantSource clock = now::get;
  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private final TestWorkflow workflow = new TestWorkflow();
  private Path directory = Path.of(".");
  private Store store = TestStores.opening(TestStores.in(database));
  private Journal journal = new Journal(store);
  private MockWebServer server = Prompt.server();

  @BeforeAll
  void open(@TempDir Path directory) {
    Masking.register(SECRET);
    this.directory = directory;
    store.close();
    store = TestStores.open(TestStores.in(database));
    journal = new Journal(store, SHOP.notices());
  }

  @AfterAll
  void close() {
    store.close();
  }

  @BeforeEach
  void start() throws Exception {
    server = Prompt.server();
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void anew() {
    server.close();
    workflow.world.clear();
    workflow.trouble = null;
    TestPostgres.execute(
        database.dataSource(),
        "delete from opsdesk.change_lock",
        "delete from opsdesk.run",
        "delete from opsdesk.notification");
  }

  private Engine engine() {
    return new Engine(
        SHOP,
        journal,
        new Guards(store),
        new Audit(store, directory, "here"),
        OPERATOR,
        "desk-1",
        clock,
        time -> now.updateAndGet(at -> at.plus(time)));
  }

  private Run run() throws InterruptedException {
    return engine()
        .start(
            workflow,
            workflow.plan("x"),
            Start.of("because of " + SECRET, "shop"),
            run -> now.updateAndGet(at -> at.plusMillis(10)));
  }

  private RunNews news(Store of) {
    return new RunNews(
        of, ref -> new Secret("http://127.0.0.1:" + server.getPort() + "/hook"), clock);
  }

  private static String fact(Notice notice, String name) {
    return notice.facts().stream()
        .filter(fact -> fact.name().equals(name))
        .map(Notice.Fact::text)
        .findFirst()
        .orElse("");
  }

  @Test
  void whatIsToldOfARunThatIsDone() throws Exception {
    Run run = run();
    assertThat(journal.deliveries(run.id()))
        .singleElement()
        .satisfies(
            one -> {
              Notice notice = one.notice();
              assertThat(one.state()).isEqualTo(Delivery.State.WAITING);
              assertThat(one.created()).isEqualTo(run.ended());
              assertThat(notice.title()).isEqualTo("Three changes");
              assertThat(notice.outcome()).isEqualTo("done");
              assertThat(notice.mood()).isEqualTo(Notice.Mood.GOOD);
              assertThat(notice.changes())
                  .contains(new Notice.Change("Change first", "no", "yes", "done"))
                  .hasSize(3);
              assertThat(fact(notice, "by")).isEqualTo("Olga, at the desk on desk-1");
              assertThat(fact(notice, "reason")).isEqualTo("because of " + Masking.MASK);
              assertThat(fact(notice, "run")).isEqualTo(run.id());
              assertThat(fact(notice, "duration")).endsWith(" ms");
              assertThat(fact(notice, "remains")).isEmpty();
            });
  }

  @Test
  void aFailureAndWhatComesAfterItAreToldEachOnItsOwn() throws Exception {
    workflow.trouble = new TestWorkflow.Trouble("second", TestWorkflow.When.REFUSED);
    Run paused = run();
    engine().abandon(paused.id(), "not needed");
    List<Delivery> told = journal.deliveries(paused.id());
    assertThat(told)
        .extracting(one -> one.notice().outcome())
        .containsExactly("failed, a person decides", "abandoned");
    assertThat(told).extracting(Delivery::key).doesNotHaveDuplicates();
    assertThat(told.getFirst().notice().mood()).isEqualTo(Notice.Mood.BAD);
    assertThat(fact(told.getFirst().notice(), "why")).startsWith("Change second: ");
    assertThat(fact(told.getFirst().notice(), "remains"))
        .contains("stays done: Change first", "2 steps were not done");
    assertThat(fact(told.getFirst().notice(), "next")).contains("runs resume " + paused.id());
    assertThat(told.getFirst().notice().changes())
        .extracting(Notice.Change::state)
        .containsExactly("done", "failed", "waiting");
    assertThat(fact(told.getLast().notice(), "why")).contains("not needed");
  }

  @Test
  void theEndAndItsNoticeAreWrittenTogetherOrNotAtAll() throws Exception {
    TestPostgres.execute(
        database.dataSource(),
        "alter table opsdesk.notification add constraint none_more check (false)");
    try {
      assertThatThrownBy(this::run).hasMessageContaining("The run cannot be recorded");
      assertThat(journal.runs("shop", 1, now.get()).getFirst().state().isOver()).isFalse();
      assertThat(journal.holder("shop")).isPresent();
    } finally {
      TestPostgres.execute(
          database.dataSource(), "alter table opsdesk.notification drop constraint none_more");
    }
  }

  @Test
  void aRunWhoseDeskIsGoneIsToldOfOnceWhicheverDeskSeesIt() throws Exception {
    workflow.trouble = new TestWorkflow.Trouble("second", TestWorkflow.When.KILLED_DURING);
    assertThatThrownBy(this::run).isInstanceOf(TestWorkflow.Killed.class);
    String id = journal.runs("shop", 1, now.get()).getFirst().id();
    journal.tellInterrupted("shop", now.get());
    assertThat(journal.deliveries(id)).as("it may be alive").isEmpty();
    now.updateAndGet(at -> at.plus(Journal.GONE).plusSeconds(1));
    try (Store other = TestStores.open(TestStores.in(database))) {
      List<Thread> desks =
          List.of(journal, new Journal(other, SHOP.notices())).stream()
              .map(one -> Thread.ofVirtual().start(() -> one.tellInterrupted("shop", now.get())))
              .toList();
      for (Thread desk : desks) {
        desk.join();
      }
    }
    now.updateAndGet(at -> at.plusSeconds(60));
    journal.tellInterrupted("shop", now.get());
    assertThat(journal.deliveries(id))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.notice().outcome()).isEqualTo("interrupted, a person decides");
              assertThat(fact(one.notice(), "remains"))
                  .contains("may have happened: Change second");
            });
    engine().resume(workflow, id, false, "", run -> {});
    assertThat(journal.deliveries(id))
        .extracting(one -> one.notice().outcome())
        .containsExactly("interrupted, a person decides", "done");
  }

  @Test
  void whatBecameOfItIsInTheRunsLogAndRecord() throws Exception {
    server.enqueue(new MockResponse.Builder().code(503).body("busy").build());
    server.enqueue(new MockResponse.Builder().code(200).build());
    Run run = run();
    try (RunNews news = news(store)) {
      news.tell(SHOP);
      assertThat(journal.record(run).deliveries().getFirst().words())
          .startsWith("waiting until ")
          .endsWith("it answered 503, not now: busy");
      now.updateAndGet(at -> at.plusSeconds(5));
      news.tell(SHOP);
    }
    assertThat(journal.log(run.id(), 0, 1_000).getLast().text())
        .isEqualTo("notification of \"done\" to ops: delivered");
    JsonNode json =
        new JsonMapper().readTree(RecordForm.JSON.write(journal.record(run), now.get()));
    assertThat(json.at("/notifications/0/channel").asText()).isEqualTo("ops");
    assertThat(json.at("/notifications/0/state").asText()).isEqualTo("delivered");
    assertThat(json.at("/notifications/0/attempts").asInt()).isEqualTo(2);
    assertThat(RecordForm.MD.write(journal.record(run), now.get()))
        .contains("Notifications", "delivered");
    String sent = Objects.requireNonNull(server.takeRequest().getBody()).utf8();
    assertThat(sent).contains("\"kind\":\"run\"", run.id()).doesNotContain(SECRET);
  }

  @Test
  void aCommandDeliversBeforeItEnds() throws Exception {
    server.enqueue(new MockResponse.Builder().code(200).build());
    Instant began = now.get();
    run();
    try (RunNews news = news(store)) {
      assertThat(news.finish(SHOP, began, Duration.ofSeconds(10)))
          .extracting(Delivery::words)
          .containsExactly("delivered");
    }
    assertThat(server.getRequestCount()).isOne();
  }

  @Test
  void aCommandDoesNotWaitForAChannelThatHangsAndLeavesItToAnother() throws Exception {
    server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    server.enqueue(new MockResponse.Builder().code(200).build());
    Run run = run();
    try (RunNews news = news(store)) {
      assertThat(news.finish(SHOP, run.created(), Duration.ofMillis(300)))
          .singleElement()
          .satisfies(one -> assertThat(one.why()).contains("the connection broke"));
    }
    now.updateAndGet(at -> at.plusSeconds(5));
    try (RunNews news = news(store)) {
      news.tell(SHOP);
    }
    assertThat(journal.deliveries(run.id()).getFirst().words())
        .isEqualTo("delivered, perhaps twice");
  }

  @Test
  void nobodyHearsWhereTheProfileNamesNobody() throws Exception {
    journal = new Journal(store);
    try {
      assertThat(journal.deliveries(run().id())).isEmpty();
    } finally {
      journal = new Journal(store, SHOP.notices());
    }
  }

  @Test
  void durationsInWords() {
    assertThat(RunNotice.words(Duration.ofMillis(850))).isEqualTo("850 ms");
    assertThat(RunNotice.words(Duration.ofMillis(61_900))).isEqualTo("1 min 1 s");
    assertThat(RunNotice.words(Duration.ofHours(2))).isEqualTo("2 h 0 min 0 s");
  }
}
