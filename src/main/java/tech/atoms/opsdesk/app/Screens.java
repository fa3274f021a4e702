package tech.atoms.opsdesk.app;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.desktop.FileDialogs;
import tech.atoms.opsdesk.desktop.OpenedEnvironment;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.audit.AuditScreen;
import tech.atoms.opsdesk.desktop.backups.BackupsScreen;
import tech.atoms.opsdesk.desktop.deployments.DeploymentsScreen;
import tech.atoms.opsdesk.desktop.fault.FaultPlaces;
import tech.atoms.opsdesk.desktop.fault.FaultsScreen;
import tech.atoms.opsdesk.desktop.metrics.MetricsScreen;
import tech.atoms.opsdesk.desktop.overview.OverviewScreen;
import tech.atoms.opsdesk.desktop.readiness.ReadinessScreen;
import tech.atoms.opsdesk.desktop.run.RunOperations;
import tech.atoms.opsdesk.desktop.run.Runs;
import tech.atoms.opsdesk.desktop.sessions.SessionsScreen;
import tech.atoms.opsdesk.desktop.shell.LaterScreen;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;

/** Which screens there are, and what each of them is built from. */
final class Screens {
  private Screens() {}

  /**
   * The screens of a watched environment, in the order of the navigation.
   *
   * @param files asks for files, where there is a person to ask
   */
  static OpenedEnvironment of(
      Watched watched, FxJobs jobs, InstantSource clock, FileDialogs files) {
    Monitor monitor = watched.monitor();
    Runs runs = watched.changing().runs(watched.assurance().audit(), jobs);
    RunOperations operations = Changing.operations(runs, monitor);
    List<ScreenEntry> screens = new ArrayList<>();
    screens.add(
        new ScreenEntry(
            "overview",
            "Overview",
            "mdi2v-view-dashboard-outline",
            "Monitor",
            "Ctrl 1",
            () -> new OverviewScreen(monitor, jobs, jobs, clock)));
    screens.add(
        new ScreenEntry(
            "metrics",
            "Metrics",
            "mdi2c-chart-line",
            "Monitor",
            "Ctrl 2",
            () -> new MetricsScreen(monitor, jobs, clock, files::save),
            MetricsScreen::places));
    MonitoredDatabase database = watched.database();
    if (database != null) {
      screens.add(
          new ScreenEntry(
              "sessions",
              "Sessions",
              "mdi2a-account-multiple-outline",
              "Monitor",
              "Ctrl 3",
              () -> new SessionsScreen(database, operations, jobs, jobs, clock),
              SessionsScreen::places));
    }
    screens.add(
        new ScreenEntry(
            "deployments",
            "Deployments",
            "mdi2r-rocket-launch-outline",
            "Operate",
            "Ctrl 5",
            () ->
                new DeploymentsScreen(
                    watched.changing().platform(),
                    runs,
                    operations,
                    watched.changing().keepWarm(watched.assurance().audit()),
                    monitor,
                    files,
                    clock),
            DeploymentsScreen::places));
    Catalogue backups = watched.changing().backups();
    if (backups != null) {
      screens.add(
          new ScreenEntry(
              "backups",
              "Backups",
              "mdi2d-database-outline",
              "Operate",
              "Ctrl 6",
              () ->
                  new BackupsScreen(
                      backups, watched.changing().recovery(), runs, operations, clock),
              BackupsScreen::places));
    }
    screens.add(
        new ScreenEntry(
            "readiness",
            "Readiness",
            "mdi2c-clipboard-check-outline",
            "Assure",
            "Ctrl 7",
            () ->
                new LaterScreen(
                    jobs,
                    "Begin the checklist",
                    watched.assurance()::readiness,
                    readiness ->
                        new ReadinessScreen(
                            readiness, watched.assurance().reports(), jobs, jobs, clock, files)),
            () -> ReadinessScreen.places(watched.assurance().begun())));
    screens.add(
        new ScreenEntry(
            "audit",
            "Audit log",
            "mdi2h-history",
            "Assure",
            "Ctrl 9",
            () ->
                new AuditScreen(
                    watched.assurance().audit(),
                    watched.environment().name(),
                    jobs,
                    jobs,
                    clock,
                    files),
            AuditScreen::places));
    FaultClient faults = watched.faults();
    if (faults != null) {
      screens.add(
          new ScreenEntry(
              "faults",
              "Faults",
              "mdi2l-lightning-bolt-outline",
              "Sandbox",
              "Ctrl 0",
              () -> new FaultsScreen(faults, jobs, jobs, clock),
              new FaultPlaces(faults, jobs)));
    }
    return new OpenedEnvironment(watched.environment(), monitor, screens, operations);
  }
}
