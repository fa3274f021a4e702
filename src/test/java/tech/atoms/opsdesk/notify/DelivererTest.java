package tech.atoms.opsdesk.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.InetAddress;
import java.net.URI;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tech.atoms.opsdesk.environment.Channel;
import tech.atoms.opsdesk.environment.Contacts;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Notices;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.environment.Source;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/** Each notice arrives once or is shown as given up; on a real store, over real HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DelivererTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final MockResponse OK = new MockResponse.Builder().code(200).build();

  private final AtomicReference<Instant> now = new AtomicReference<>(TestNotices.AT);
  private final InstantSource clock = now::get;
  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private final List<Delivery> told = new CopyOnWriteArrayList<>();
  private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
  private volatile Function<JsonNode, MockResponse> answer = body -> OK;
  private Store store = TestStores.opening(TestStores.in(database));
  private Outbox outbox = new Outbox(store);
  private MockWebServer server = Prompt.server();

  @BeforeAll
  void open() {
    store.close();
    store = TestStores.open(TestStores.in(database));
    outbox = new Outbox(store);
  }

  @AfterAll
  void close() {
    store.close();
  }

  @BeforeEach
  void start() throws Exception {
    TestPostgres.execute(database.dataSource(), "delete from opsdesk.notification");
    told.clear();
    heard.clear();
    now.set(TestNotices.AT);
    answer = body -> OK;
    server = Prompt.server();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            try {
              JsonNode body =
                  JSON.readTree(java.util.Objects.requireNonNull(request.getBody()).utf8());
              heard.add(body);
              return answer.apply(body);
            } catch (java.io.IOException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Environment environment(String... channels) {
    List<Channel> all = new ArrayList<>();
    for (String name : channels) {
      all.add(new Channel.Webhook(name, SecretRef.parse("env:URL"), null, null));
    }
    return new Environment(
        "production",
        EnvironmentKind.PRODUCTION,
        new ServerSettings(
            URI.create("https://mcp.example.com"), "/health", "/metrics", "/api/mcp", null, null),
        null,
        null,
        new Policy(List.of(), false, new Policy.Budgets(2, 60)),
        Contacts.NONE,
        Duration.ofSeconds(5),
        Source.NONE,
        List.of(),
        null,
        new Notices(all, List.of(channels)));
  }

  private Deliverer desk() {
    return desk(outbox);
  }

  private Deliverer desk(Outbox of) {
    SecretResolver secrets = ref -> new Secret("http://127.0.0.1:" + server.getPort() + "/hook");
    return new Deliverer(of, secrets, clock, told::add);
  }

  private void put(String run, String... channels) throws Exception {
    try (Connection connection = store.dataSource().orElseThrow().getConnection()) {
      Outbox.put(connection, TestNotices.run(run), "1", List.of(channels), now.get());
    }
  }

  private Delivery of(String run) {
    return outbox.of("run", run).getFirst();
  }

  private void later(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }

  @Test
  void isDeliveredOnceAndKept() throws Exception {
    put("a", "ops");
    put("a", "ops");
    assertThat(of("a").words()).isEqualTo("waiting");
    try (Deliverer desk = desk()) {
      desk.deliver(environment("ops"));
      desk.deliver(environment("ops"));
    }
    assertThat(heard)
        .singleElement()
        .satisfies(one -> assertThat(one.path("id").asText()).isEqualTo("a"));
    assertThat(outbox.of("run", "a"))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.state()).isEqualTo(Delivery.State.DELIVERED);
              assertThat(one.words()).isEqualTo("delivered");
              assertThat(one.attempts()).isOne();
              assertThat(one.ended()).isEqualTo(now.get());
              assertThat(one.notice()).isEqualTo(TestNotices.run("a"));
            });
    assertThat(told).containsExactlyElementsOf(outbox.of("run", "a"));
  }

  @Test
  void aChannelThatFailsIsTriedAgainWithGrowingPauses() throws Exception {
    answer = body -> new MockResponse.Builder().code(503).body("busy").build();
    put("a", "ops");
    try (Deliverer desk = desk()) {
      desk.deliver(environment("ops"));
      assertThat(of("a").words())
          .isEqualTo("waiting until 2026-11-22T09:00:05Z: it answered 503, not now: busy");
      later(Duration.ofSeconds(4));
      desk.deliver(environment("ops"));
      assertThat(heard).hasSize(1);
      later(Duration.ofSeconds(1));
      desk.deliver(environment("ops"));
      assertThat(of("a").due()).isEqualTo("2026-11-22T09:00:15Z");
      answer = body -> OK;
      later(Duration.ofSeconds(10));
      desk.deliver(environment("ops"));
    }
    assertThat(of("a").words()).isEqualTo("delivered");
    assertThat(of("a").attempts()).isEqualTo(3);
    assertThat(heard)
        .extracting(body -> body.path("idempotencyKey").asText())
        .containsOnly("run-a-1-ops");
    assertThat(heard).noneMatch(body -> body.path("mayBeRepeated").asBoolean());
    assertThat(Deliverer.backOff(20)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aChannelThatAsksToWaitIsLeftAloneAsAWhole() throws Exception {
    answer = body -> new MockResponse.Builder().code(429).addHeader("Retry-After", "90").build();
    put("a", "ops");
    put("b", "ops");
    try (Deliverer desk = desk()) {
      desk.deliver(environment("ops"));
      assertThat(heard).as("the second is not even tried").hasSize(1);
      answer = body -> OK;
      later(Duration.ofSeconds(89));
      desk.deliver(environment("ops"));
      assertThat(heard).hasSize(1);
      later(Duration.ofSeconds(1));
      desk.deliver(environment("ops"));
    }
    assertThat(of("a").words()).isEqualTo("delivered");
    assertThat(of("b").words()).isEqualTo("delivered");
  }

  @Test
  void whatIsRefusedIsNotSentAgain() throws Exception {
    answer = body -> new MockResponse.Builder().code(410).body("channel_is_archived").build();
    put("a", "ops");
    try (Deliverer desk = desk()) {
      desk.deliver(environment("ops"));
      later(Duration.ofHours(1));
      desk.deliver(environment("ops"));
    }
    assertThat(of("a").words()).isEqualTo("failed: it answered 410: channel_is_archived");
    assertThat(heard).hasSize(1);
    assertThat(told).extracting(Delivery::state).containsExactly(Delivery.State.FAILED);
  }

  @Test
  void isGivenUpAfterADay() throws Exception {
    answer = body -> new MockResponse.Builder().code(503).build();
    put("a", "ops");
    later(Duration.ofMinutes(30));
    put("b", "nobody-has-it");
    try (Deliverer desk = desk()) {
      for (int i = 0; i < 300 && of("a").ended() == null; i++) {
        desk.deliver(environment("ops"));
        later(Duration.ofMinutes(5));
      }
      assertThat(of("a").words())
          .startsWith("failed: given up")
          .endsWith("it answered 503, not now");
      assertThat(of("a").created().plus(Outbox.GIVEN_UP)).isAfterOrEqualTo(of("a").ended());
      assertThat(of("b").words()).isEqualTo("waiting");
      later(Duration.ofHours(1));
      desk.deliver(environment("ops"));
      assertThat(of("b").words())
          .isEqualTo("failed: given up after 24 h: no desk with this channel was there");
    }
  }

  @Test
  void whatAKilledDeskMayHaveSentIsSentOnceMoreWithTheSameKeyAndSaysSo() throws Exception {
    put("a", "ops");
    // A desk that is killed leaves exactly this: taken, perhaps sent, and nothing written.
    assertThat(outbox.take("production", "ops", "killed", now.get())).isPresent();
    try (Deliverer desk = desk()) {
      later(Outbox.HELD.minusSeconds(1));
      desk.deliver(environment("ops"));
      assertThat(heard).as("while it may still be sending").isEmpty();
      later(Duration.ofSeconds(1));
      desk.deliver(environment("ops"));
    }
    assertThat(heard)
        .singleElement()
        .satisfies(
            body -> {
              assertThat(body.path("idempotencyKey").asText()).isEqualTo("run-a-1-ops");
              assertThat(body.path("mayBeRepeated").asBoolean()).isTrue();
            });
    assertThat(of("a").words()).isEqualTo("delivered, perhaps twice");
  }

  @Test
  void whatTwoKilledDesksMayHaveSentIsNotSentAThirdTime() throws Exception {
    put("a", "ops");
    for (String killed : List.of("first", "second")) {
      assertThat(outbox.take("production", "ops", killed, now.get())).isPresent();
      later(Outbox.HELD);
    }
    try (Deliverer desk = desk()) {
      desk.deliver(environment("ops"));
    }
    assertThat(heard).isEmpty();
    assertThat(of("a").words()).startsWith("failed, may have arrived: desks ended twice");
  }

  @Test
  void aDeskThatWasThoughtDeadChangesNothingAnyMore() throws Exception {
    put("a", "ops");
    Outbox.Held slow = outbox.take("production", "ops", "slow", now.get()).orElseThrow();
    later(Outbox.HELD);
    try (Deliverer desk = desk()) {
      desk.deliver(environment("ops"));
    }
    outbox.ended(
        new Outbox.Outcome(slow, Delivery.State.FAILED, "late", false, now.get(), null), now.get());
    assertThat(of("a").state()).isEqualTo(Delivery.State.DELIVERED);
  }

  @Test
  void whatWasSentWhileTheStoreWentAwayIsRecordedAndNotSentAgain() throws Exception {
    put("a", "ops");
    Store own = TestStores.open(TestStores.in(database));
    try (Deliverer desk = desk(new Outbox(own))) {
      answer =
          body -> {
            TestPostgres.execute(
                database.dataSource(),
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name ="
                    + " 'atoms-opsdesk-store'");
            return OK;
          };
      desk.deliver(environment("ops"));
      answer = body -> OK;
      later(Outbox.HELD);
      org.awaitility.Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .until(
              () -> {
                desk.deliver(environment("ops"));
                return of("a").state() == Delivery.State.DELIVERED;
              });
    } finally {
      own.close();
    }
    assertThat(heard).hasSize(1);
  }

  @Test
  void aChannelThatHangsHoldsUpNobodyElse() throws Exception {
    CountDownLatch other = new CountDownLatch(1);
    answer =
        body -> {
          if (body.path("idempotencyKey").asText().endsWith("-fast")) {
            other.countDown();
            return OK;
          }
          try {
            boolean came = other.await(8, TimeUnit.SECONDS);
            return new MockResponse.Builder().code(came ? 200 : 400).build();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    put("a", "slow", "fast");
    try (Deliverer desk = desk()) {
      desk.deliver(environment("slow", "fast"));
    }
    assertThat(outbox.of("run", "a")).extracting(Delivery::words).containsOnly("delivered");
  }

  @Test
  void severalDesksOnOneStoreDeliverEachOnceThoughTheChannelFailsHalfTheTime() throws Exception {
    int notices = 120;
    Map<String, Integer> taken = new ConcurrentHashMap<>();
    Map<String, Integer> tries = new ConcurrentHashMap<>();
    answer =
        body -> {
          String key = body.path("idempotencyKey").asText();
          if (tries.merge(key, 1, Integer::sum) % 2 == 1) {
            return new MockResponse.Builder().code(503).build();
          }
          taken.merge(key, 1, Integer::sum);
          return OK;
        };
    for (int i = 0; i < notices; i++) {
      put("r" + i, "ops");
    }
    List<Store> stores = new ArrayList<>();
    List<Deliverer> desks = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        Store own = TestStores.open(TestStores.in(database));
        stores.add(own);
        desks.add(desk(new Outbox(own)));
      }
      for (int round = 0; round < 2; round++) {
        List<Thread> threads =
            desks.stream()
                .map(desk -> Thread.ofVirtual().start(() -> desk.deliver(environment("ops"))))
                .toList();
        for (Thread thread : threads) {
          thread.join();
        }
        later(Duration.ofSeconds(5));
      }
    } finally {
      desks.forEach(Deliverer::close);
      stores.forEach(Store::close);
    }
    assertThat(taken).hasSize(notices);
    assertThat(taken.values()).containsOnly(1);
    assertThat(tries.values()).containsOnly(2);
    assertThat(told).hasSize(notices);
    assertThat(outbox.waiting("production")).isEmpty();
  }
}
