package tech.atoms.opsdesk.desktop.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.checklist.LiveReadiness;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.checklist.NewFile;
import tech.atoms.opsdesk.checklist.ReadinessSetting;
import tech.atoms.opsdesk.checklist.report.Reports;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.metric.SystemScheduler;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/**
 * A checklist in a real store, with answers, a tick, a waiver and an audit trail. Made once for all
 * tests of a class; its clock stands still.
 */
final class Assured implements AutoCloseable {
  private final Environment environment = Worlds.environment(EnvironmentKind.PRODUCTION);
  private final Path data = directory();
  private final Store store = TestStores.open(TestStores.in(TestPostgres.createDatabase()));
  private final SystemScheduler scheduler = new SystemScheduler("sweep");
  private final Audit audit = new Audit(store, data, "desk");
  private final LiveReadiness readiness;

  Assured() {
    readiness =
        new LiveReadiness(
            new ReadinessSetting(
                environment,
                Templates.shipped(),
                List.of(
                    check("DB-06", Outcome.PASS),
                    check("SEC-17", Outcome.FAIL),
                    check("DB-07", Outcome.UNKNOWN)),
                store,
                audit,
                () -> new Deployment("dpl_1", "v1.5.0"),
                new Me("Maya Okafor", "maya", List.of("operations")),
                () -> Worlds.NOW,
                scheduler));
    readiness.look();
    try {
      assertThat(readiness.recheck(List.of()).get(60, TimeUnit.SECONDS)).isNotEmpty();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    readiness.tick("SEC-15", 0, "read the code", new NewFile("roles.txt", new byte[2_048]));
    readiness.waive(
        "SEC-16",
        0,
        "The key is rotated with the next release",
        "Maya Okafor",
        LocalDate.ofInstant(Worlds.NOW, ZoneOffset.UTC).plusDays(10));
    for (int i = 0; i < 150; i++) {
      audit.record(
          new Entry(
              Worlds.NOW.minus(Duration.ofMinutes(i)),
              environment.name(),
              "Maya Okafor",
              "maya",
              "checklist.tick",
              "SEC-" + i % 30,
              i % 3 == 0 ? Entry.Outcome.DONE : Entry.Outcome.REFUSED,
              "note " + i));
    }
    readiness.start();
  }

  Environment environment() {
    return environment;
  }

  LiveReadiness readiness() {
    return readiness;
  }

  Reports reports() {
    return new Reports(store, audit, environment.name(), data);
  }

  Audit audit() {
    return audit;
  }

  @Override
  public void close() {
    readiness.close();
    scheduler.close();
    store.close();
  }

  private static Path directory() {
    try {
      Path made = Files.createTempDirectory("sweep");
      made.toFile().deleteOnExit();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Check check(String item, Outcome outcome) {
    return Check.of(
        CheckSpec.of("subject." + item, "Check of " + item, item)
            .expecting("as it should be on every route that answers with HTML")
            .by("the test", "test")
            .build(),
        facts ->
            new Answer(
                outcome,
                "",
                "/ yes, /auth/callback no",
                List.of(new Evidence("GET /auth/callback", "content-security-policy: (none)"))));
  }
}
