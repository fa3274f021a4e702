package tech.atoms.opsdesk.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.common.AtExit;
import tech.atoms.opsdesk.common.ThisMachine;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Profile;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.metric.history.StoredHistory;
import tech.atoms.opsdesk.store.StateChanges;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.StoreSettings;
import tech.atoms.opsdesk.workflow.Pause;
import tech.atoms.opsdesk.workflow.UnderWay;
import tech.atoms.opsdesk.workflow.news.RunNews;
import tech.atoms.opsdesk.workflow.schedule.BackupSchedule;
import tech.atoms.opsdesk.workflow.schedule.OwnWorkflows;

/**
 * What works behind the window: the store, and the one environment that is watched. Making it,
 * watching and closing may block and are not called on the JavaFX thread.
 */
final class Desk implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Desk.class);
  private static final Duration STORE_GRACE = Duration.ofSeconds(10);

  private final Profile profile;
  private final Secrets secrets;
  private final InstantSource clock;
  private final Path data;
  private final Store store;
  private final RunNews news;
  private final List<BackupSchedule> schedules;
  private final UnderWay runs = new UnderWay();
  private final AtExit atExit = AtExit.first(runs::stop);
  private @Nullable Watched watched;
  private @Nullable StoredHistory history;

  /**
   * Takes a profile over. The store opens when {@link #wantStore} is called, and after ten seconds
   * at the latest.
   *
   * @param profile says which environments there are, and where the store is
   * @param data the desk's data directory
   * @param clock what time it is
   */
  Desk(Profile profile, Path data, InstantSource clock) {
    this.profile = profile;
    this.clock = clock;
    this.data = data;
    secrets = Secrets.of(profile.file());
    store = Store.open(settings(profile.store(), data), STORE_GRACE);
    news = new RunNews(store, secrets, clock);
    // Of every environment that tells somebody: a run ends also while another one is watched.
    news.start(
        profile.environments().stream()
            .filter(environment -> !environment.notices().runs().isEmpty())
            .toList());
    schedules = schedules();
  }

  /** Of every environment that has one: backups are due also while another one is watched. */
  private List<BackupSchedule> schedules() {
    List<BackupSchedule> all = new ArrayList<>();
    for (Environment environment : profile.environments()) {
      BackupSettings backup = environment.backup();
      if (backup != null && backup.schedule() != null && environment.database() != null) {
        BackupSchedule one =
            new BackupSchedule(
                environment,
                secrets,
                store,
                new Audit(store, data, ThisMachine.name()),
                new OwnWorkflows(environment, secrets, store, clock),
                runs,
                ThisMachine.name(),
                Pause.REAL,
                clock,
                words -> log.info("{}: {}", environment.name(), words));
        one.start();
        all.add(one);
      }
    }
    return all;
  }

  Profile profile() {
    return profile;
  }

  Secrets secrets() {
    return secrets;
  }

  /** Watches an environment in place of the one before. */
  synchronized Watched watch(Environment environment) {
    leave();
    StoredHistory samples = new StoredHistory(store, environment.name(), clock);
    StateChanges changes = new StateChanges(store, environment.name());
    Records records = new Records(store, data, profile.file());
    Watched next = Watched.begin(environment, secrets, samples, changes, records, runs, clock);
    MonitoredDatabase database = next.database();
    store.refuseIfSame(database == null ? null : database::cluster);
    history = samples;
    watched = next;
    return next;
  }

  /** What a person waits for is there: the store may take the processor now. */
  void wantStore() {
    store.want();
  }

  @Override
  public synchronized void close() {
    schedules.forEach(BackupSchedule::close);
    runs.stop();
    atExit.close();
    leave();
    news.close();
    store.close();
  }

  private void leave() {
    store.refuseIfSame(null);
    if (watched != null) {
      watched.close();
      watched = null;
    }
    if (history != null) {
      history.close();
      history = null;
    }
  }

  private StoreSettings settings(@Nullable DatabaseSettings external, Path data) {
    return StoreSettings.of(external, data, secrets);
  }
}
