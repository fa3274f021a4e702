package tech.atoms.opsdesk.workflow.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.GateView;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Pause;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.StepState;
import tech.atoms.opsdesk.workflow.catalogue.Workflows;

/**
 * A desk, started by its command as a process of its own, is killed with SIGKILL at one point of
 * one step: whoever passes its requests on sees them come and ends it then. Another desk goes on.
 */
final class Attempt {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration GLANCE = Duration.ofMillis(50);
  private static final char TLS_HANDSHAKE = 0x16;

  private final Site site;
  private final Cell cell;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  /** The desk that goes on looks half a minute later: the first one is known to be gone then. */
  private final InstantSource later =
      () -> InstantSource.system().instant().plus(Journal.GONE).plusSeconds(10);

  private volatile @Nullable World world;
  private volatile @Nullable Process desk;
  private volatile boolean armed = true;
  private volatile boolean frozen;
  private volatile boolean killed;

  Attempt(Site site, Cell cell) {
    this.site = site;
    this.cell = cell;
  }

  Outcome run() throws Exception {
    site.clear();
    try (World there = Matrix.world(cell.workflow(), site, new Changes(), new Looks());
        Relay store = new Relay(site.database.port(), new StoreLine())) {
      world = there;
      Path profile = site.profile(there, store.port());
      Path said = site.directory.resolve("desk.out");
      Process process = start(there, profile, said);
      desk = process;
      var _ = process.onExit().thenRun(over::countDown);
      boolean ended = atGates(profile);
      process.destroyForcibly().waitFor();
      armed = false;
      if (!ended || !killed) {
        throw new IllegalStateException(cell + ": was not killed: " + Files.readString(said));
      }
      return goOn(there, profile);
    }
  }

  /** A person stands at the gates until the desk is gone; whether it is. */
  private boolean atGates(Path profile) throws Exception {
    Environment environment = Site.environment(profile);
    InstantSource clock = InstantSource.system();
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (People people = new People(environment, site.store, site.journal, site.audit, clock)) {
      while (System.nanoTime() < end) {
        if (over.await(GLANCE.toMillis(), TimeUnit.MILLISECONDS)) {
          return true;
        }
        if (!Cell.isGate(cell.step()) || !newest(this::isAtItsGate)) {
          people.answer(clock);
        } else if (cell.point() == Cell.Point.BEFORE) {
          kill();
        } else {
          people.answer(clock);
          kill();
        }
      }
    }
    return false;
  }

  private boolean isAtItsGate(Run run) {
    GateView gate = run.gate();
    return gate != null && gate.step().equals(cell.step()) && run.state() == RunState.NEEDS_YOU;
  }

  private Process start(World there, Path profile, Path said) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    String data = site.directory.resolve("data").toString();
    if (there.command().isEmpty()) {
      command.add(DeployDesk.class.getName());
      command.addAll(List.of(profile.toString(), data, there.target()));
    } else {
      command.add("tech.atoms.opsdesk.Launcher");
      command.addAll(there.command());
      command.addAll(List.of("--profile", profile.toString(), "--reason", "crash", "--yes"));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(said.toFile());
    builder.environment().put("OPSDESK_DATA", data);
    return builder.start();
  }

  private Outcome goOn(World there, Path profile) throws Exception {
    List<Run> runs = site.journal.runs(Site.ENVIRONMENT, 10, later.instant());
    if (runs.size() != 1) {
      return outcome(there, "", "lost", runs.size() + " runs in the journal");
    }
    Run run = runs.getFirst();
    String found = found(run);
    List<String> troubles = new ArrayList<>();
    if (run.state() != RunState.DONE) {
      check(run.state() == RunState.INTERRUPTED, "not shown as interrupted", troubles);
      boolean locked =
          site.journal
              .holder(Site.ENVIRONMENT)
              .filter(one -> one.id().equals(run.id()))
              .isPresent();
      boolean never = cell.step().equals(Cell.LOCK) && cell.point() == Cell.Point.BEFORE;
      check(locked != never, locked ? "held before its time" : "the lock is lost", troubles);
      resume(run, profile);
    }
    Run end = site.journal.run(run.id(), later.instant()).orElseThrow();
    check(end.isVerified(), "not verified: " + end.why(), troubles);
    check(there.applied() == there.expected(), "applied " + there.applied() + " times", troubles);
    check(site.journal.holder(Site.ENVIRONMENT).isEmpty(), "the lock is held", troubles);
    check(there.wrong().isEmpty(), there.wrong(), troubles);
    return outcome(there, found, end.state().words(), String.join("; ", troubles));
  }

  private static void check(boolean holds, String otherwise, List<String> troubles) {
    if (!holds) {
      troubles.add(otherwise);
    }
  }

  private Outcome outcome(World there, String found, String end, String trouble) {
    return new Outcome(cell, found, asked.get(), there.applied(), there.expected(), end, trouble);
  }

  private String found(Run run) {
    return run.steps().stream()
        .filter(step -> step.id().equals(cell.step()))
        .findFirst()
        .map(step -> run.state().words() + ", " + step.state().words())
        .orElse(run.state().words());
  }

  private void resume(Run run, Path profile) throws Exception {
    Environment environment = Site.environment(profile);
    try (People people = new People(environment, site.store, site.journal, site.audit, later);
        Workflows workflows =
            new Workflows(environment, Site.secrets(profile), null, people.evidence(), later)) {
      Engine engine =
          new Engine(
              environment,
              site.journal,
              new Guards(site.store),
              site.audit,
              Site.OPERATOR,
              "there",
              later,
              time -> {
                people.answer(later);
                Pause.REAL.sleep(time);
              });
      engine.resume(workflows.of(cell.workflow()), run.id(), false, "", each -> {});
    }
  }

  /** As {@code kill -9} does. */
  private void kill() {
    killed = true;
    Objects.requireNonNull(desk).destroyForcibly();
  }

  private boolean isAt(StepState state) {
    return newest(
        run ->
            run.steps().stream()
                .anyMatch(step -> step.id().equals(cell.step()) && step.state() == state));
  }

  private boolean newest(java.util.function.Predicate<Run> is) {
    List<Run> runs = site.journal.runs(Site.ENVIRONMENT, 1, InstantSource.system().instant());
    return !runs.isEmpty() && is.test(runs.getFirst());
  }

  /** Decides at a request of the step; what becomes of it is the same wherever it goes. */
  private abstract class AtRequest implements Relay.Watch {
    abstract boolean isRequest(String said);

    abstract boolean isMeant();

    @Override
    public boolean asked(Relay.Line line) {
      if (!isRequest(line.said.toString())) {
        return true;
      }
      line.said.setLength(0);
      if (armed && isMeant()) {
        if (cell.point() == Cell.Point.BEFORE) {
          kill();
          return false;
        }
        line.marked = true;
      }
      count();
      return true;
    }

    void count() {}

    @Override
    public boolean answered(Relay.Line line, String answer) {
      if (!armed || !line.marked) {
        return true;
      }
      if (cell.point() == Cell.Point.DURING) {
        kill();
        return false;
      }
      frozen = true;
      return true;
    }
  }

  /** To where the step makes its change. */
  private final class Changes extends AtRequest {
    @Override
    boolean isRequest(String said) {
      return world != null && Objects.requireNonNull(world).asks(said);
    }

    @Override
    boolean isMeant() {
      return cell.changes() && isAt(StepState.APPLYING);
    }

    @Override
    void count() {
      asked.incrementAndGet();
    }
  }

  /** To the server that a step looks at. */
  private final class Looks extends AtRequest {
    @Override
    boolean isRequest(String said) {
      return said.contains("HTTP/1.1\r\n") || said.indexOf(TLS_HANDSHAKE) == 0;
    }

    @Override
    boolean isMeant() {
      return !cell.changes() && isAt(StepState.OBSERVING);
    }
  }

  /** To the store: the journal is not to hear of what happened, or of the lock, or of the end. */
  private final class StoreLine implements Relay.Watch {
    @Override
    public boolean asked(Relay.Line line) {
      boolean before = cell.point() == Cell.Point.BEFORE;
      boolean now =
          armed
              && (frozen
                  || (cell.isOwn()
                      && isAt(cell.changes() ? StepState.APPLYING : StepState.OBSERVING))
                  || (before && lock() && line.said.indexOf("insert into change_lock") >= 0)
                  || (before && end() && newest(Attempt::allDone)));
      if (now) {
        kill();
      }
      return !now;
    }

    @Override
    public boolean answered(Relay.Line line, String answer) {
      boolean during = cell.point() == Cell.Point.DURING;
      boolean now =
          armed
              && during
              && ((lock() && site.journal.holder(Site.ENVIRONMENT).isPresent())
                  || (end() && newest(run -> run.state() == RunState.DONE)));
      if (now) {
        kill();
      }
      return !now;
    }

    private boolean lock() {
      return cell.step().equals(Cell.LOCK);
    }

    private boolean end() {
      return cell.step().equals(Cell.END);
    }
  }

  private static boolean allDone(Run run) {
    return run.steps().stream().allMatch(step -> step.state() == StepState.DONE);
  }
}
