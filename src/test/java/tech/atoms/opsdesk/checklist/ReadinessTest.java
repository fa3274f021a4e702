package tech.atoms.opsdesk.checklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.audit.Line;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.checklist.record.Records;
import tech.atoms.opsdesk.checklist.record.TooLate;
import tech.atoms.opsdesk.checklist.report.Dossier;
import tech.atoms.opsdesk.checklist.report.DossierCheck;
import tech.atoms.opsdesk.checklist.report.DossierKey;
import tech.atoms.opsdesk.checklist.report.Report;
import tech.atoms.opsdesk.checklist.report.ReportForm;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Contacts;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Person;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.environment.Source;
import tech.atoms.opsdesk.environment.SslMode;
import tech.atoms.opsdesk.metric.SystemScheduler;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.StoreSettings;
import tech.atoms.opsdesk.store.TestStores;

/**
 * Two desks with stores of their own on one PostgreSQL; each test has an environment of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadinessTest {
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private final Store here = TestStores.opening(TestStores.in(database));
  private final Store there = TestStores.opening(TestStores.in(database));
  private final SystemScheduler scheduler = new SystemScheduler("readiness-test");
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final AtomicReference<@Nullable Deployment> live = new AtomicReference<>();
  private final Map<String, Outcome> world = new ConcurrentHashMap<>();
  private final List<Readiness> open = new ArrayList<>();
  private int number;
  private String name = "";
  @TempDir Path directory;

  @BeforeAll
  void open() {
    here.awaitOpened(Duration.ofSeconds(60));
    assertThat(there.awaitOpened(Duration.ofSeconds(60))).isEqualTo(Store.State.UP);
  }

  @AfterAll
  void close() {
    scheduler.close();
    here.close();
    there.close();
  }

  @BeforeEach
  void begin() {
    name = "production " + ++number;
    now.set(START);
    live.set(new Deployment("dpl_1", "v1.5.0"));
    world.clear();
    world.put("DB-06", Outcome.PASS);
    world.put("SEC-17", Outcome.PASS);
  }

  @AfterEach
  void end() {
    open.forEach(Readiness::close);
    open.clear();
  }

  @Test
  void aCheckThatTurnsIsSeenWithinItsIntervalAndTurnsBack() {
    LiveReadiness desk = desk(here, "maya");
    desk.start();
    awaitState(desk, "DB-06", State.PASS);

    world.put("DB-06", Outcome.FAIL);
    now.set(START.plusSeconds(31));
    awaitState(desk, "DB-06", State.FAIL);
    assertThat(desk.snapshot().verdict().blockers().getFirst().item()).isEqualTo("DB-06");

    world.put("DB-06", Outcome.PASS);
    now.set(START.plusSeconds(62));
    awaitState(desk, "DB-06", State.PASS);
  }

  @Test
  void aClockThatWasAnHourAheadLeavesNoEvidenceBehindThatHidesTheNext() throws Exception {
    now.set(START.plus(Duration.ofHours(1)));
    desk(here, "maya").recheck(List.of()).get(10, TimeUnit.SECONDS);

    now.set(START);
    LiveReadiness desk = desk(here, "maya");
    desk.look();
    assertThat(state(desk, "DB-06")).isEqualTo(State.UNKNOWN);
    world.put("DB-06", Outcome.FAIL);
    desk.start();
    awaitState(desk, "DB-06", State.FAIL);
    await()
        .untilAsserted(
            () -> {
              LiveReadiness other = desk(there, "rui");
              other.look();
              assertThat(state(other, "DB-06")).isEqualTo(State.FAIL);
            });
    // Its answer counts, so it is not due again.
    assertThat(desk.snapshot().checkedAt()).isEqualTo(START);
  }

  @Test
  void whatIsFoundIsThereForTheNextRunAndAgesWithoutOne() throws Exception {
    desk(here, "maya").recheck(List.of()).get(10, TimeUnit.SECONDS);

    LiveReadiness next = desk(there, "rui");
    next.look();
    assertThat(state(next, "DB-06")).isEqualTo(State.PASS);
    assertThat(state(next, "SEC-05")).isEqualTo(State.NOT_EVALUATED);
    now.set(START.plus(Duration.ofHours(25)));
    next.look();
    assertThat(state(next, "DB-06")).isEqualTo(State.STALE);
  }

  /** What holds a release against the one before relies on it. */
  @Test
  void aCheckIsToldWhatItFoundForEarlierDeploymentsByWhateverDesk() throws Exception {
    assertThat(before(desk(here, "maya"))).isEmpty();
    live.set(new Deployment("dpl_2", "v1.6.0"));
    now.set(START.plusSeconds(60));
    LiveReadiness next = desk(there, "rui");
    next.look();
    assertThat(before(next)).isEqualTo(START.toString());
    now.set(START.plusSeconds(120));
    LiveReadiness third = desk(here, "maya");
    third.look();
    assertThat(before(third)).isEqualTo(START.plusSeconds(60) + ", " + START);
  }

  private static String before(LiveReadiness desk) throws Exception {
    return desk.recheck(List.of()).get(10, TimeUnit.SECONDS).stream()
        .filter(finding -> finding.check().equals("x.before"))
        .findFirst()
        .orElseThrow()
        .found();
  }

  @Test
  void activeProbesRunOnlyWhenAskedForAndStandInTheAuditTrail() throws Exception {
    LiveReadiness desk = desk(here, "maya");
    assertThat(desk.requests(List.of("SEC-05"))).isEqualTo(7);
    desk.recheck(List.of("SEC-05")).get(10, TimeUnit.SECONDS);
    assertThat(state(desk, "SEC-05")).isEqualTo(State.NOT_EVALUATED);

    desk.runActive(List.of("SEC-05")).get(10, TimeUnit.SECONDS);
    assertThat(state(desk, "SEC-05")).isEqualTo(State.PASS);
    assertThat(trail()).anyMatch(line -> line.entry().action().equals("checklist.probe"));
    live.set(new Deployment("dpl_2", "v1.6.0"));
    desk.look();
    assertThat(state(desk, "SEC-05")).isEqualTo(State.STALE);
  }

  @Test
  void anotherDeskHearsOfATickWithinASecond() {
    LiveReadiness maya = desk(here, "maya");
    LiveReadiness rui = desk(there, "rui");
    maya.start();
    rui.start();
    awaitState(rui, "DB-06", State.PASS);
    awaitState(maya, "DB-06", State.PASS);
    List<State> heard = new CopyOnWriteArrayList<>();
    rui.subscribe(snapshot -> heard.add(snapshot.item("SEC-15").orElseThrow().state()));

    maya.tick("SEC-15", 0, "read the code", new NewFile("scan.txt", new byte[] {1, 2, 3}));

    await().atMost(Duration.ofSeconds(1)).until(() -> heard.contains(State.ATTESTED));
    ItemView seen = rui.snapshot().item("SEC-15").orElseThrow();
    assertThat(seen.result().reason()).contains("Maya Okafor", "v1.5.0", "read the code");
    assertThat(seen.result().tick()).isNotNull();
    assertThat(seen.version()).isEqualTo(1);
  }

  @Test
  void whoIsSecondIsToldWhoWasFirstAndOverwritesNothing() {
    LiveReadiness maya = desk(here, "maya");
    LiveReadiness rui = desk(there, "rui");
    maya.look();
    rui.look();
    maya.tick("SEC-15", 0, "first", NewFile.NONE);

    assertThatThrownBy(() -> rui.tick("SEC-15", 0, "second", NewFile.NONE))
        .isInstanceOf(TooLate.class)
        .hasMessageContaining("Maya Okafor ticked it first");
    assertThat(rui.snapshot().item("SEC-15").orElseThrow().result().reason()).contains("first");
    assertThatThrownBy(() -> rui.waive("SEC-15", 0, "why", "Rui Castro", day(3)))
        .isInstanceOf(TooLate.class);

    rui.untick("SEC-15", 1, "not yet");
    assertThat(state(rui, "SEC-15")).isEqualTo(State.AWAITING);
    assertThat(trail())
        .extracting(line -> line.entry().outcome())
        .containsExactly(
            Entry.Outcome.DONE, Entry.Outcome.REFUSED, Entry.Outcome.REFUSED, Entry.Outcome.DONE);
    for (Runnable wordy :
        List.<Runnable>of(
            () -> rui.untick("SEC-15", 2, "x".repeat(3_000)),
            () -> rui.unwaive("SEC-15", 2, "x".repeat(3_000)),
            () -> rui.unsign("SIGN-02", 2, "x".repeat(3_000)))) {
      assertThatThrownBy(wordy::run).hasMessageContaining("The reason is too long");
    }
  }

  @Test
  void ofManyWhoTickAtOnceOneIsFirst() throws InterruptedException {
    List<String> lost = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      LiveReadiness desk = desk(i % 2 == 0 ? here : there, i % 2 == 0 ? "maya" : "rui");
      desk.look();
      String note = "note " + i;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      desk.tick("SEC-15", 0, note, NewFile.NONE);
                    } catch (TooLate e) {
                      lost.add(note);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(lost).hasSize(7);
  }

  @Test
  void nobodySignsForARoleThatHeDoesNotHold() {
    LiveReadiness rui = desk(here, "rui");
    rui.look();
    assertThatThrownBy(() -> rui.sign("SIGN-02", rui.snapshot(), ""))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Rui Castro holds engineering");
    LiveReadiness stranger = desk(here, "mallory");
    stranger.look();
    assertThatThrownBy(() -> stranger.sign("SIGN-02", stranger.snapshot(), ""))
        .hasMessageContaining("mallory may look at the checklist, but not change it");
    assertThat(trail())
        .hasSize(2)
        .allMatch(line -> line.entry().outcome() == Entry.Outcome.REFUSED);
  }

  @Test
  void whomTheProfileDoesNotNameMayLookButChangesNothing() {
    LiveReadiness maya = desk(here, "maya");
    maya.look();
    maya.tick("SEC-15", version(maya, "SEC-15"), "read it", NewFile.NONE);
    LiveReadiness desk = desk(here, "eve");
    desk.look();
    assertThat(desk.snapshot().me().isStranger()).isTrue();
    long seen = version(desk, "SEC-15");
    List<Runnable> changes =
        List.of(
            () -> desk.tick("SEC-15", seen, "", NewFile.NONE),
            () -> desk.untick("SEC-15", seen, ""),
            () -> desk.waive("SEC-15", seen, "why", "maya", day(5)),
            () -> desk.unwaive("SEC-15", seen, "why"),
            () -> desk.sign("SIGN-02", desk.snapshot(), ""),
            () -> desk.unsign("SIGN-02", seen, ""));
    for (Runnable change : changes) {
      assertThatThrownBy(change::run)
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.problem().line())
                    .contains("eve may look at the checklist, but not change it")
                    .contains(name + ", S", "Maya Okafor, Rui Castro");
                assertThat(e.problem().next()).contains("login: eve");
              });
    }
    assertThat(state(desk, "SEC-15")).isEqualTo(State.ATTESTED);
    assertThat(version(desk, "SEC-15")).isEqualTo(seen);
    assertThat(trail().subList(0, changes.size()))
        .allMatch(line -> line.entry().outcome() == Entry.Outcome.REFUSED)
        .allMatch(line -> line.entry().login().equals("eve"));
  }

  @Test
  void aSignatureIsVoidWhenWhatWasSeenChanges() throws Exception {
    LiveReadiness maya = desk(here, "maya");
    maya.recheck(List.of()).get(10, TimeUnit.SECONDS);
    assertThat(signOff(maya).yourTurn()).isTrue();
    ReadinessSnapshot shown = maya.snapshot();
    maya.sign("SIGN-02", shown, "fine");
    assertThat(signOff(maya).step()).isEqualTo(SignOffView.Step.SIGNED);

    world.put("SEC-17", Outcome.FAIL);
    now.set(START.plusSeconds(5));
    maya.recheck(List.of("SEC-17")).get(10, TimeUnit.SECONDS);
    assertThat(signOff(maya).step()).isEqualTo(SignOffView.Step.VOID);
    assertThat(signOff(maya).view().result().reason()).contains("SEC-17 was pass, is fail");
    assertThatThrownBy(() -> maya.sign("SIGN-02", maya.snapshot(), ""))
        .hasMessageContaining("SEC-17");
    world.put("SEC-17", Outcome.UNKNOWN);
    now.set(START.plusSeconds(10));
    maya.recheck(List.of("SEC-17")).get(10, TimeUnit.SECONDS);
    assertThatThrownBy(() -> maya.sign("SIGN-02", shown, ""))
        .hasMessageContaining("The results have changed");

    live.set(new Deployment("dpl_2", "v1.6.0"));
    maya.look();
    assertThat(signOff(maya).view().result().reason()).contains("v1.6.0 is live now");
  }

  @Test
  void aWaiverNeedsAReasonAnApproverAndAnEnd() {
    LiveReadiness maya = desk(here, "maya");
    maya.look();
    assertThatThrownBy(() -> maya.waive("SEC-18", 0, " ", "Rui Castro", day(1)))
        .hasMessageContaining("no reason");
    assertThatThrownBy(() -> maya.waive("SEC-18", 0, "why", "Nobody", day(1)))
        .hasMessageContaining("Nobody of that name");
    assertThatThrownBy(() -> maya.waive("SEC-18", 0, "why", "rui", day(-1)))
        .hasMessageContaining("cannot end then");
    assertThatThrownBy(() -> maya.waive("SIGN-02", 0, "why", "rui", day(1)))
        .hasMessageContaining("A sign-off cannot be waived");
    assertThatThrownBy(() -> maya.tick("SEC-18", 0, "", NewFile.NONE))
        .hasMessageContaining("a check answers it");

    maya.waive("SEC-18", 0, "vendor is late", "rui", day(10));
    WaiverView waiver = maya.snapshot().waivers().getFirst();
    assertThat(waiver.waiver().approver()).isEqualTo("Rui Castro");
    assertThat(waiver.holds()).isTrue();
    assertThat(maya.snapshot().verdict().blockers()).noneMatch(b -> b.item().equals("SEC-18"));
    now.set(START.plus(Duration.ofDays(11)));
    maya.look();
    assertThat(state(maya, "SEC-18")).isEqualTo(State.WAIVER_EXPIRED);
    maya.unwaive("SEC-18", 1, "over");
    assertThat(state(maya, "SEC-18")).isEqualTo(State.UNKNOWN);
  }

  @Test
  void withoutTheStoreChangesAreRefusedAndWhatIsKnownIsShown() throws Exception {
    StoreSettings nowhere =
        new StoreSettings.External(
            new DatabaseSettings(
                "postgresql://127.0.0.1:1/none", "no", null, SslMode.DISABLE, null),
            ref -> new Secret("unused"));
    try (Store away = TestStores.opening(nowhere)) {
      LiveReadiness maya = desk(away, "maya");
      maya.look();
      maya.recheck(List.of()).get(10, TimeUnit.SECONDS);

      assertThat(state(maya, "DB-06")).isEqualTo(State.PASS);
      assertThat(maya.snapshot().storeProblem()).isNotNull();
      assertThatThrownBy(() -> maya.tick("SEC-15", 0, "", NewFile.NONE))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("SEC-15 was not changed");
      assertThat(state(maya, "SEC-15")).isEqualTo(State.AWAITING);
    }
  }

  @Test
  void aDossierIsCheckedWithoutTheStoreAndEveryChangeToItIsFound() throws Exception {
    LiveReadiness maya = desk(here, "maya");
    maya.recheck(List.of()).get(10, TimeUnit.SECONDS);
    maya.tick("SEC-15", 0, "<b>note</b>", new NewFile("scan.txt", new byte[] {1, 2, 3}));
    maya.sign("SIGN-02", maya.snapshot(), "");
    Audit audit = new Audit(here, directory, "desk");
    List<Line> rows = new ArrayList<>(audit.newest("", Long.MAX_VALUE, 3));
    Collections.reverse(rows);
    Records records = new Records(here, audit, name);
    DossierKey key = DossierKey.in(directory);
    byte[] packed =
        Dossier.pack(maya.snapshot(), rows, hash -> records.attachment(hash).orElse(null), key);
    Path file = directory.resolve("dossier.zip");
    Files.write(file, packed);

    DossierCheck whole = DossierCheck.of(file);
    assertThat(whole.wrong()).isEmpty();
    assertThat(whole.fingerprint()).isEqualTo(DossierKey.in(directory).fingerprint());
    assertThat(whole.verdict()).isEqualTo("no-go");
    assertThat(whole.deployment()).isEqualTo("dpl_1");
    assertThat(Files.getPosixFilePermissions(directory.resolve("dossier-key.pem")))
        .hasToString("[OWNER_READ, OWNER_WRITE]");
    Map<String, byte[]> files = unpack(packed);
    assertThat(files).containsKeys("findings.json", "waivers.json", "sign-offs.json", "audit.json");
    assertThat(files.keySet()).anyMatch(one -> one.startsWith("attachments/"));
    for (String changed : files.keySet()) {
      Map<String, byte[]> other = new TreeMap<>(files);
      byte[] content = files.getOrDefault(changed, new byte[0]).clone();
      content[content.length / 2] ^= 1;
      other.put(changed, content);
      Files.write(file, pack(other));
      assertThat(isWhole(file)).as(changed).isFalse();
      other.remove(changed);
      Files.write(file, pack(other));
      assertThat(isWhole(file)).as("without " + changed).isFalse();
    }
    files.put("more.txt", new byte[] {1});
    Files.write(file, pack(files));
    assertThat(isWhole(file)).isFalse();
    Files.writeString(file, "no archive");
    assertThatThrownBy(() -> DossierCheck.of(file)).isInstanceOf(ProblemException.class);
  }

  @Test
  void reportsEscapeWhatPeopleWriteAndCountWhatBlocks() throws Exception {
    world.put("DB-06", Outcome.FAIL);
    LiveReadiness maya = desk(here, "maya");
    maya.recheck(List.of()).get(10, TimeUnit.SECONDS);
    maya.tick("SEC-15", 0, "<script>alert(1)</script> | & \u0001", NewFile.NONE);
    Report report = Report.of(maya.snapshot());

    String html = ReportForm.html.write(report);
    assertThat(html)
        .contains("No-go", "&lt;script&gt;")
        .doesNotContain("<script", "http://", "src=");
    Document junit =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(ReportForm.junit.write(report))));
    assertThat(junit.getElementsByTagName("testcase").getLength()).isEqualTo(148);
    assertThat(junit.getElementsByTagName("failure").getLength())
        .isEqualTo(maya.snapshot().counts().failed())
        .isPositive();
    assertThat(junit.getDocumentElement().getAttribute("errors"))
        .isEqualTo(String.valueOf(maya.snapshot().counts().open()));
    assertThat(ReportForm.markdown.write(report))
        .contains("| DB-06 |", "&lt;script>")
        .doesNotContain("<script");
  }

  private static boolean isWhole(Path file) {
    try {
      return DossierCheck.of(file).whole();
    } catch (ProblemException e) {
      return false;
    }
  }

  private static Map<String, byte[]> unpack(byte[] archive) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry one = zip.getNextEntry(); one != null; one = zip.getNextEntry()) {
        files.put(one.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  private static byte[] pack(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private SignOffView signOff(Readiness desk) {
    return desk.snapshot().signOffs().get(1);
  }

  private List<Line> trail() {
    return new Audit(here, directory, "desk").newest(name, Long.MAX_VALUE, 100);
  }

  private static LocalDate day(int from) {
    return LocalDate.parse("2026-11-20").plusDays(from);
  }

  private static State state(Readiness desk, String item) {
    return desk.snapshot().item(item).orElseThrow().state();
  }

  private static void awaitState(Readiness desk, String item, State state) {
    await().atMost(Duration.ofSeconds(10)).until(() -> state(desk, item) == state);
  }

  private static long version(Readiness desk, String item) {
    return desk.snapshot().item(item).orElseThrow().version();
  }

  private LiveReadiness desk(Store store, String login) {
    InstantSource clock = now::get;
    Environment environment =
        new Environment(
            name,
            EnvironmentKind.PRODUCTION,
            new ServerSettings(
                URI.create("http://127.0.0.1:9"), "/health", "/metrics", "/mcp", null, null),
            null,
            null,
            new Policy(List.of(), false, new Policy.Budgets(2, 60)),
            Contacts.NONE,
            Duration.ofSeconds(5),
            Source.NONE,
            List.of(
                new Person("Maya Okafor", "maya", List.of("security", "operations")),
                new Person("Rui Castro", "rui", List.of("engineering"))));
    LiveReadiness desk =
        new LiveReadiness(
            new ReadinessSetting(
                environment,
                Templates.shipped(),
                List.of(
                    check(CheckSpec.of("db.index", "Index", "DB-06")),
                    check(CheckSpec.of("sec.csp", "Policy", "SEC-17")),
                    check(CheckSpec.of("sec.forged", "Forged", "SEC-05").active(7).ofDeployment()),
                    Check.of(
                        CheckSpec.of("x.before", "Before").build(),
                        facts ->
                            Answer.pass(
                                facts.earlier("x.before").stream()
                                    .map(finding -> finding.at().toString())
                                    .collect(Collectors.joining(", "))))),
                store,
                new Audit(store, directory, "desk"),
                live::get,
                Me.of(environment, login),
                clock,
                scheduler));
    open.add(desk);
    return desk;
  }

  private Check check(CheckSpec.Builder builder) {
    CheckSpec spec = builder.every(Duration.ofSeconds(30)).build();
    return Check.of(
        spec,
        facts ->
            new Answer(
                world.getOrDefault(spec.items().getFirst(), Outcome.PASS), "", "seen", List.of()));
  }
}
