package tech.atoms.opsdesk.checklist;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Cost;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.OwnNetwork;
import tech.atoms.opsdesk.checklist.record.Listener;
import tech.atoms.opsdesk.checklist.record.Records;
import tech.atoms.opsdesk.checklist.record.Stored;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.state.Recorded;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.metric.Scheduler;

/** The one implementation: keeps findings young, and records what people say. */
public final class LiveReadiness implements Readiness {
  private static final Logger log = LoggerFactory.getLogger(LiveReadiness.class);
  private static final Duration PACE = Duration.ofSeconds(1);

  /** Looks at the platform, and at what has aged, happen every so many paces. */
  private static final int DEPLOYMENT_PACES = 5;

  private final ReadinessSetting setting;
  private final List<CheckSpec> specs;
  private final Records records;
  private final People people;
  private final CheckRun runner;
  private final Guarded memory = new Guarded();
  private final Publisher publisher;
  private final Map<Long, CompletableFuture<?>> runs = new ConcurrentHashMap<>();
  private final AtomicLong runNumber = new AtomicLong();
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean looked;
  private volatile boolean closed;
  private volatile Scheduler.@Nullable Handle timer;
  private @Nullable Listener listener;
  private int paces;

  /** Nothing runs yet. */
  public LiveReadiness(ReadinessSetting setting) {
    this.setting = setting;
    this.specs = setting.checks().stream().map(Check::spec).toList();
    this.records = new Records(setting.store(), setting.audit(), setting.environment().name());
    this.people = new People(setting, records, this::snapshot, this::reload);
    this.runner =
        new CheckRun(setting.clock(), this::earlier, OwnNetwork.of(setting.environment()));
    memory.change(now -> now.storeProblem(records.trouble()));
    this.publisher = new Publisher(setting, specs, memory);
  }

  @Override
  public void start() {
    listener = records.listen(this::reload);
    inBackground(
        "readiness-look",
        () -> {
          look();
          pace();
        });
  }

  /** Reads what is recorded, and what is live, once; runs nothing. Blocks. */
  public void look() {
    readDeployment(false);
    reload();
    looked = true;
  }

  @Override
  public ReadinessSnapshot snapshot() {
    return publisher.snapshot();
  }

  @Override
  public Subscription subscribe(Consumer<ReadinessSnapshot> hears) {
    return publisher.subscribe(hears);
  }

  @Override
  public Checklist checklist() {
    return setting.checklist();
  }

  @Override
  public CompletableFuture<List<Finding>> recheck(Collection<String> items) {
    if (listener == null) {
      reload(); // nobody tells what other desks have recorded
    }
    return run(of(items, false), () -> {});
  }

  @Override
  public CompletableFuture<List<Finding>> runActive(Collection<String> items) {
    List<Check> checks = of(items, true);
    return run(checks, () -> people.started(checks.stream().map(Check::spec).toList()));
  }

  @Override
  public int requests(Collection<String> items) {
    return of(items, true).stream().mapToInt(check -> check.spec().requests()).sum();
  }

  @Override
  public void tick(String item, long seen, String note, NewFile file) {
    people.tick(item, seen, note, file);
  }

  @Override
  public void untick(String item, long seen, String reason) {
    people.untick(item, seen, reason);
  }

  @Override
  public void waive(String item, long seen, String reason, String approver, LocalDate until) {
    people.waive(item, seen, reason, approver, until);
  }

  @Override
  public void unwaive(String item, long seen, String reason) {
    people.unwaive(item, seen, reason);
  }

  @Override
  public void sign(String item, ReadinessSnapshot shown, String note) {
    readDeployment(true);
    people.sign(item, shown, note, publisher.fresh());
  }

  @Override
  public void unsign(String item, long seen, String reason) {
    people.unsign(item, seen, reason);
  }

  @Override
  public void close() {
    closed = true;
    runs.values().forEach(run -> run.cancel(true));
    Listener open = listener;
    if (open != null) {
      open.close();
    }
    Scheduler.Handle next = timer;
    if (next != null) {
      next.cancel();
    }
    publisher.close();
  }

  /** Checks of items, those of the parts of roll-ups too; of all items where none is named. */
  private List<Check> of(Collection<String> items, boolean active) {
    Set<String> wanted = Wanted.checks(setting.checklist(), specs, items);
    return setting.checks().stream()
        .filter(check -> wanted.contains(check.spec().id()))
        .filter(check -> active ? check.spec().cost() != Cost.LOAD : isPassive(check))
        .toList();
  }

  private static boolean isPassive(Check check) {
    return check.spec().cost() == Cost.PASSIVE;
  }

  /**
   * Runs checks.
   *
   * @param first may block
   */
  private CompletableFuture<List<Finding>> run(List<Check> checks, Runnable first) {
    CompletableFuture<List<Finding>> answer = new CompletableFuture<>();
    memory.change(now -> checks.forEach(check -> now.begins(check.spec().id())));
    long number = runNumber.incrementAndGet();
    runs.put(number, answer);
    Scheduler.Handle handle =
        setting
            .scheduler()
            .start(
                "readiness-run",
                () -> {
                  first.run();
                  run(checks, answer);
                });
    CompletableFuture<?> _ =
        answer.whenComplete(
            (findings, failure) -> {
              runs.remove(number);
              if (failure != null) {
                handle.cancel();
              }
            });
    publisher.publishSoon();
    return answer;
  }

  private void run(List<Check> checks, CompletableFuture<List<Finding>> answer) {
    List<String> open =
        new CopyOnWriteArrayList<>(checks.stream().map(c -> c.spec().id()).toList());
    try {
      readDeployment(false);
      Deployment live = memory.get(Memory::deployment);
      String id = live == null ? null : live.id();
      List<Finding> findings =
          runner.run(
              checks,
              finding -> {
                open.remove(finding.check());
                found(new Recorded(finding, id));
              });
      save();
      publisher.publish();
      answer.complete(findings);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.cancel(false);
    } catch (RuntimeException e) {
      log.warn("A run of checks ended early", e);
      answer.completeExceptionally(e);
    } finally {
      memory.change(now -> open.forEach(now::ends));
      if (!closed) {
        publisher.publishSoon();
      }
    }
  }

  /** What the store held and this desk has found since. */
  private List<Finding> earlier(String check) {
    return memory.get(
        now -> {
          Problem trouble = now.storeProblem();
          List<Finding> findings = now.earlier(check);
          if (findings.isEmpty() && trouble != null) {
            throw new ProblemException(trouble);
          }
          return findings;
        });
  }

  private void found(Recorded recorded) {
    memory.change(
        now -> {
          now.found(recorded, setting.clock().instant());
          now.ends(recorded.finding().check());
        });
    publisher.publishSoon();
  }

  /** The next one is planned by this one alone. */
  private void pace() {
    if (closed) {
      return;
    }
    timer = setting.scheduler().after(PACE, this::pace);
    List<Check> due = looked ? due() : List.of();
    if (!due.isEmpty()) {
      CompletableFuture<?> _ = run(due, () -> {});
    }
    if (++paces % DEPLOYMENT_PACES == 0 || memory.get(Memory::hasUnsaved)) {
      inBackground("readiness-platform", this::keepUp);
      publisher.publish(); // evidence ages, also while the platform or the store hangs
    }
  }

  private List<Check> due() {
    Instant at = setting.clock().instant();
    return memory.get(
        now ->
            setting.checks().stream()
                .filter(LiveReadiness::isPassive)
                .filter(check -> now.isDue(check.spec(), at))
                .toList());
  }

  /** Once at a time: a store or a platform that hangs collects no threads. */
  private void keepUp() {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      readDeployment(false);
      save();
      setting.audit().flush();
    } finally {
      busy.set(false);
    }
    publisher.publish();
  }

  private void inBackground(String name, Runnable task) {
    if (!closed) {
      setting.scheduler().start(name, task);
    }
  }

  private void readDeployment(boolean anew) {
    LiveDeployment now;
    try {
      now = LiveDeployment.of(setting, anew);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    memory.change(known -> known.deployment(now.deployment(), now.problem()));
  }

  private void reload() {
    try {
      Stored stored = records.load();
      memory.change(now -> now.stored(stored, setting.clock().instant()));
    } catch (ProblemException e) {
      memory.change(now -> now.storeProblem(e.problem()));
    }
    publisher.publish();
  }

  private void save() {
    boolean wasAway = memory.get(now -> now.storeProblem() != null);
    List<Recorded> unsaved = memory.get(Memory::takeUnsaved);
    if (unsaved.isEmpty()) {
      return;
    }
    boolean saved = false;
    try {
      records.put(unsaved, setting.clock().instant());
      saved = true;
    } catch (ProblemException e) {
      memory.change(now -> now.storeProblem(e.problem()));
    } finally {
      if (!saved) {
        memory.change(now -> now.unsaved(unsaved));
      }
    }
    if (saved && wasAway) {
      reload(); // what others did meanwhile was not heard
    }
  }
}
