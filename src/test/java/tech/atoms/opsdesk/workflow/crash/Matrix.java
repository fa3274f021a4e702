package tech.atoms.opsdesk.workflow.crash;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.backup.Backup;
import tech.atoms.opsdesk.workflow.catalogue.Workflows;
import tech.atoms.opsdesk.workflow.deploy.Deploy;
import tech.atoms.opsdesk.workflow.restore.Restore;
import tech.atoms.opsdesk.workflow.rollback.Rollback;
import tech.atoms.opsdesk.workflow.sessions.EndBackend;
import tech.atoms.opsdesk.workflow.sessions.EndSessions;
import tech.atoms.opsdesk.workflow.variables.SetVariables;

/** Every workflow at every step, as its plan lists them, at every point. */
public final class Matrix implements AutoCloseable {
  private static final Relay.Watch NOTHING =
      new Relay.Watch() {
        @Override
        public boolean asked(Relay.Line line) {
          return true;
        }

        @Override
        public boolean answered(Relay.Line line, String answer) {
          return true;
        }
      };

  private final Site site;

  /**
   * A matrix over a store of its own.
   *
   * @param directory for files
   */
  public Matrix(Path directory) throws Exception {
    site = new Site(directory);
  }

  /** A Markdown table: a line for each step, a column for each point. */
  public static String table(List<Outcome> outcomes) {
    Map<String, Map<Cell.Point, Outcome>> steps = new LinkedHashMap<>();
    for (Outcome one : outcomes) {
      steps
          .computeIfAbsent(
              one.cell().workflow() + " | " + one.cell().step(),
              step -> new EnumMap<>(Cell.Point.class))
          .put(one.cell().point(), one);
    }
    StringBuilder text = new StringBuilder("| workflow | step |");
    for (Cell.Point point : Cell.Point.values()) {
      text.append(" killed ").append(point.words()).append(" |");
    }
    text.append(" happened |\n| --- | --- |")
        .append(" --- |".repeat(Cell.Point.values().length + 1));
    steps.forEach(
        (step, points) -> {
          text.append("\n| ").append(step).append(" |");
          for (Cell.Point point : Cell.Point.values()) {
            Outcome outcome = points.get(point);
            text.append(' ').append(outcome == null ? "" : outcome.word()).append(" |");
          }
          Set<String> times = new LinkedHashSet<>();
          points.values().forEach(one -> times.add(one.times()));
          text.append(' ').append(String.join(", ", times)).append(" |");
        });
    return text.toString();
  }

  /** All workflows that have a world here. */
  public static List<String> workflows() {
    List<String> all = new ArrayList<>();
    for (Rollback.Kind kind : Rollback.Kind.values()) {
      all.add(kind.id());
    }
    for (EndSessions.Kind kind : EndSessions.Kind.values()) {
      all.add(kind.id());
    }
    for (EndBackend.Kind kind : EndBackend.Kind.values()) {
      all.add(kind.id());
    }
    all.add(SetVariables.ID);
    all.add(Deploy.ID);
    all.add(Backup.Kind.TAKE.id());
    all.add(Backup.Kind.VERIFY.id());
    all.add(Restore.ID);
    return all;
  }

  static World world(String workflow, Site site, Relay.Watch changes, Relay.Watch looks)
      throws Exception {
    if (workflow.startsWith("backup") || workflow.equals(Restore.ID)) {
      return new ArchiveWorld(workflow, site, changes, looks);
    }
    return workflow.startsWith("rollback")
            || workflow.equals(SetVariables.ID)
            || workflow.equals(Deploy.ID)
        ? new PlatformWorld(workflow, site, changes, looks)
        : new DatabaseWorld(workflow, site, changes);
  }

  /** The fields of a workflow, from the steps that it plans. */
  public List<Cell> cells(String workflow) throws Exception {
    List<Cell> cells = new ArrayList<>();
    try (World world = world(workflow, site, NOTHING, NOTHING)) {
      Path profile = site.profile(world, site.database.port());
      InstantSource clock = InstantSource.system();
      try (Workflows workflows =
          new Workflows(Site.environment(profile), Site.secrets(profile), null, clock)) {
        cells.add(new Cell(workflow, Cell.LOCK, true, Cell.Point.BEFORE));
        cells.add(new Cell(workflow, Cell.LOCK, true, Cell.Point.DURING));
        for (PlannedStep step : workflows.of(workflow).plan(world.target()).steps()) {
          for (Cell.Point point : Cell.points(step.id())) {
            cells.add(new Cell(workflow, step.id(), !step.after().isEmpty(), point));
          }
        }
        cells.add(new Cell(workflow, Cell.END, true, Cell.Point.BEFORE));
        cells.add(new Cell(workflow, Cell.END, true, Cell.Point.DURING));
      }
    }
    return cells;
  }

  /** Kills a desk there, and lets another one go on. */
  public Outcome run(Cell cell) throws Exception {
    return new Attempt(site, cell).run();
  }

  @Override
  public void close() {
    site.close();
  }
}
