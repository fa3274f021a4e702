package tech.atoms.opsdesk.checklist;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
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
import tech.atoms.opsdesk.checklist.state.Evaluation;
import tech.atoms.opsdesk.checklist.state.Evaluator;
import tech.atoms.opsdesk.checklist.state.Gate;
import tech.atoms.opsdesk.checklist.state.Recorded;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.metric.Scheduler;

/** The one implementation. State is guarded by a lock that is never held while anything blocks. */
public final class LiveReadiness implements Readiness {
  private static final Logger log = LoggerFactory.getLogger(LiveReadiness.class);
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofMillis(100);

  /** Looks at the platform, and at what has aged, happen every so many paces. */
  private static final int DEPLOYMENT_PACES = 5;

  private final ReadinessSetting setting;
  private final List<CheckSpec> specs;
  private final Records records;
  private final People people;
  private final CheckRun runner;
  private final List<Consumer<ReadinessSnapshot>> listeners = new CopyOnWriteArrayList<>();

  /** Guards the memory and what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Keeps the order of what listeners hear; taken before the other one. */
  private final ReentrantLock telling = new ReentrantLock();

  private final Memory memory = new Memory();
  private final Map<Long, CompletableFuture<?>> runs = new ConcurrentHashMap<>();
  private final AtomicLong runNumber = new AtomicLong();
  private volatile ReadinessSnapshot snapshot;
  private @Nullable Evaluation evaluated;
  private boolean soon;
  private boolean looked;
  private boolean busy;
  private int paces;
  private Scheduler.@Nullable Handle timer;
  private @Nullable Listener listener;
  private volatile boolean closed;

  /** Nothing runs yet. */
  public LiveReadiness(ReadinessSetting setting) {
    this.setting = setting;
    this.specs = setting.checks().stream().map(Check::spec).toList();
    this.records = new Records(setting.store(), setting.audit(), setting.environment().name());
    this.people = new People(setting, records, this::snapshot, this::reload);
    this.runner =
        new CheckRun(setting.clock(), this::earlier, OwnNetwork.of(setting.environment()));
    memory.storeProblem(records.trouble());
    this.snapshot = view(evaluate());
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
    locked(() -> looked = true);
  }

  @Override
  public ReadinessSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public Subscription subscribe(Consumer<ReadinessSnapshot> hears) {
    telling.lock();
    try {
      hears.accept(snapshot);
      listeners.add(hears);
    } finally {
      telling.unlock();
    }
    return () -> listeners.remove(hears);
  }

  @Override
  public Checklist checklist() {
    return setting.checklist();
  }

  @Override
  public CompletableFuture<List<Finding>> recheck(Collection<String> items) {
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
    people.sign(item, shown, note, fresh());
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
    locked(
        () -> {
          if (timer != null) {
            timer.cancel();
          }
        });
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
    locked(() -> checks.forEach(check -> memory.begins(check.spec().id())));
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
    publishSoon();
    return answer;
  }

  private void run(List<Check> checks, CompletableFuture<List<Finding>> answer) {
    List<String> open =
        new CopyOnWriteArrayList<>(checks.stream().map(c -> c.spec().id()).toList());
    try {
      readDeployment(false);
      Deployment live = deployment();
      String id = live == null ? null : live.id();
      List<Finding> findings =
          runner.run(
              checks,
              finding -> {
                open.remove(finding.check());
                found(new Recorded(finding, id));
              });
      save();
      publish();
      answer.complete(findings);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.cancel(false);
    } catch (RuntimeException e) {
      log.warn("A run of checks ended early", e);
      answer.completeExceptionally(e);
    } finally {
      locked(() -> open.forEach(memory::ends));
      if (!closed) {
        publishSoon();
      }
    }
  }

  /** What the store held and this desk has found since. */
  private List<Finding> earlier(String check) {
    lock.lock();
    try {
      Problem trouble = memory.storeProblem();
      List<Finding> findings = memory.earlier(check);
      if (findings.isEmpty() && trouble != null) {
        throw new ProblemException(trouble);
      }
      return findings;
    } finally {
      lock.unlock();
    }
  }

  private void found(Recorded recorded) {
    locked(
        () -> {
          memory.found(recorded, setting.clock().instant());
          memory.ends(recorded.finding().check());
        });
    publishSoon();
  }

  private void pace() {
    List<Check> due = new ArrayList<>();
    boolean platform;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      timer = setting.scheduler().after(PACE, this::pace);
      Instant now = setting.clock().instant();
      if (looked) {
        setting.checks().stream()
            .filter(LiveReadiness::isPassive)
            .filter(check -> memory.isDue(check.spec(), now))
            .forEach(due::add);
      }
      platform = ++paces % DEPLOYMENT_PACES == 0 || memory.hasUnsaved();
    } finally {
      lock.unlock();
    }
    if (!due.isEmpty()) {
      CompletableFuture<?> _ = run(due, () -> {});
    }
    if (platform) {
      inBackground("readiness-platform", this::keepUp);
      publish(); // evidence ages, also while the platform or the store hangs
    }
  }

  /** Once at a time: a store or a platform that hangs collects no threads. */
  private void keepUp() {
    lock.lock();
    try {
      if (busy) {
        return;
      }
      busy = true;
    } finally {
      lock.unlock();
    }
    try {
      readDeployment(false);
      save();
      setting.audit().flush();
    } finally {
      locked(() -> busy = false);
    }
    publish();
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
    locked(() -> memory.deployment(now.deployment(), now.problem()));
  }

  private @Nullable Deployment deployment() {
    lock.lock();
    try {
      return memory.deployment();
    } finally {
      lock.unlock();
    }
  }

  private void reload() {
    try {
      Stored stored = records.load();
      locked(() -> memory.stored(stored, setting.clock().instant()));
    } catch (ProblemException e) {
      locked(() -> memory.storeProblem(e.problem()));
    }
    publish();
  }

  private void save() {
    List<Recorded> unsaved;
    boolean wasAway;
    lock.lock();
    try {
      unsaved = memory.takeUnsaved();
      wasAway = memory.storeProblem() != null;
    } finally {
      lock.unlock();
    }
    if (unsaved.isEmpty()) {
      return;
    }
    boolean saved = false;
    try {
      records.put(unsaved, setting.clock().instant());
      saved = true;
    } catch (ProblemException e) {
      locked(() -> memory.storeProblem(e.problem()));
    } finally {
      if (!saved) {
        locked(() -> memory.unsaved(unsaved));
      }
    }
    if (saved && wasAway) {
      reload(); // what others did meanwhile was not heard
    }
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** The newest snapshot, made now. */
  private ReadinessSnapshot fresh() {
    publish();
    return snapshot;
  }

  private void publishSoon() {
    lock.lock();
    try {
      if (soon || closed) {
        return;
      }
      soon = true;
    } finally {
      lock.unlock();
    }
    setting
        .scheduler()
        .after(
            SOON,
            () -> {
              locked(() -> soon = false);
              publish();
            });
  }

  /** Tells the listeners where anything but the time differs. */
  private void publish() {
    telling.lock();
    try {
      ReadinessSnapshot before = snapshot;
      ReadinessSnapshot next;
      lock.lock();
      try {
        Evaluation now = evaluate();
        Evaluation last = evaluated;
        boolean same =
            last != null
                && last.results().equals(now.results())
                && isSame(before, now.deployment());
        next = view(now);
        evaluated = now;
        snapshot = next;
        if (same && next.running().equals(before.running())) {
          return;
        }
      } finally {
        lock.unlock();
      }
      listeners.forEach(hears -> hears.accept(next));
    } finally {
      telling.unlock();
    }
  }

  private boolean isSame(ReadinessSnapshot before, @Nullable Deployment live) {
    return Objects.equals(before.deployment(), live)
        && Objects.equals(before.storeProblem(), memory.storeProblem())
        && Objects.equals(before.deploymentProblem(), memory.deploymentProblem())
        && before.items().stream()
            .allMatch(
                view -> view.version() == memory.versions().getOrDefault(view.item().id(), 0L));
  }

  private Evaluation evaluate() {
    return Evaluator.evaluate(setting.checklist(), memory.known(specs), setting.clock().instant());
  }

  private ReadinessSnapshot view(Evaluation evaluation) {
    Views views = new Views(setting.checklist(), evaluation, memory.versions(), memory.running());
    return new ReadinessSnapshot(
        setting.environment().name(),
        evaluation.at(),
        evaluation.deployment(),
        memory.deploymentProblem(),
        views.sections(),
        Counts.of(evaluation.results()),
        Gate.evaluate(evaluation, evaluation.deployment()),
        views.signOffs(setting.me()),
        views.waivers(evaluation.at()),
        setting.me(),
        memory.running().stream().sorted().toList(),
        memory.checkedAt(),
        memory.storeProblem());
  }
}
