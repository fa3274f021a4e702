package tech.atoms.opsdesk.app;

import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.check.catalogue.Catalogue;
import tech.atoms.opsdesk.checklist.LiveReadiness;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.checklist.PlatformDeployments;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.checklist.ReadinessSetting;
import tech.atoms.opsdesk.checklist.report.Reports;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.common.ThisMachine;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.metric.SystemScheduler;
import tech.atoms.opsdesk.monitor.Monitor;

/**
 * The checklist of a watched environment, made and started when it is first asked for: what a
 * person waits for at the start of the desk comes before it. Safe on any thread.
 */
final class Assurance implements AutoCloseable {
  private final Environment environment;
  private final SecretResolver secrets;
  private final @Nullable MonitoredDatabase database;
  private final Records records;
  private final Monitor monitor;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Running running;
  private @Nullable Audit audit;
  private boolean closed;

  /**
   * Nothing is made yet.
   *
   * @param environment whose checklist
   * @param secrets resolves its secrets, late
   * @param database shared with the monitor; null where the profile names none
   * @param records where everything is kept
   * @param monitor has asked the platform already
   * @param clock what time it is
   */
  Assurance(
      Environment environment,
      SecretResolver secrets,
      @Nullable MonitoredDatabase database,
      Records records,
      Monitor monitor,
      InstantSource clock) {
    this.environment = environment;
    this.secrets = secrets;
    this.database = database;
    this.records = records;
    this.monitor = monitor;
    this.clock = clock;
  }

  private record Running(
      Catalogue catalogue,
      PlatformDeployments deployments,
      SystemScheduler scheduler,
      LiveReadiness readiness)
      implements AutoCloseable {
    @Override
    public void close() {
      readiness.close();
      scheduler.close();
      deployments.close();
      catalogue.close();
    }
  }

  /**
   * The checklist, running. Takes some 100 ms the first time.
   *
   * @throws IllegalStateException where the environment is no longer watched
   */
  Readiness readiness() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("no longer watched: " + environment.name());
      }
      Running there = running;
      if (there == null) {
        there = begin();
        there.readiness().start();
        running = there;
      }
      return there.readiness();
    } finally {
      lock.unlock();
    }
  }

  /** The audit trail of the store; made when it is first asked for. Does not read. */
  Audit audit() {
    lock.lock();
    try {
      Audit there = audit;
      if (there == null) {
        there = new Audit(records.store(), records.data(), ThisMachine.name());
        audit = there;
      }
      return there;
    } finally {
      lock.unlock();
    }
  }

  /** The checklist, where it has begun; null: not yet. Never blocks. */
  @Nullable Readiness begun() {
    Running there = running;
    return there == null ? null : there.readiness();
  }

  /** What readiness is reported with. */
  Reports reports() {
    return new Reports(records.store(), audit(), environment.name(), records.data());
  }

  /** Begins, unless the environment is left already. */
  void want() {
    lock.lock();
    try {
      if (!closed) {
        readiness();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      Running there = running;
      running = null;
      if (there != null) {
        there.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private Running begin() {
    Checklist checklist = Templates.with(Templates.beside(records.profile()));
    Catalogue catalogue = new Catalogue(environment, secrets, database, clock);
    PlatformDeployments deployments = new PlatformDeployments(environment, secrets);
    SystemScheduler scheduler = new SystemScheduler("readiness");
    LiveReadiness readiness =
        new LiveReadiness(
            new ReadinessSetting(
                environment,
                checklist,
                catalogue.all(),
                records.store(),
                audit(),
                new MonitoredDeployments(monitor, deployments),
                Me.of(environment, System.getProperty("user.name", "")),
                clock,
                scheduler));
    return new Running(catalogue, deployments, scheduler, readiness);
  }
}
