package tech.atoms.opsdesk.checklist;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.state.Evaluation;
import tech.atoms.opsdesk.checklist.state.Evaluator;
import tech.atoms.opsdesk.checklist.state.Gate;

/** Works out how every item stands and tells whoever listens, in order and once for each change. */
final class Publisher {
  private static final Duration SOON = Duration.ofMillis(100);

  private final ReadinessSetting setting;
  private final List<CheckSpec> specs;
  private final Guarded memory;
  private final List<Consumer<ReadinessSnapshot>> listeners = new CopyOnWriteArrayList<>();

  /** Keeps the order of what listeners hear; taken before the memory's lock. */
  private final ReentrantLock telling = new ReentrantLock();

  private final AtomicBoolean soon = new AtomicBoolean();
  private volatile ReadinessSnapshot snapshot;
  private @Nullable Evaluation evaluated;
  private volatile boolean closed;

  Publisher(ReadinessSetting setting, List<CheckSpec> specs, Guarded memory) {
    this.setting = setting;
    this.specs = specs;
    this.memory = memory;
    this.snapshot = memory.get(now -> view(now, evaluate(now)));
  }

  ReadinessSnapshot snapshot() {
    return snapshot;
  }

  Readiness.Subscription subscribe(Consumer<ReadinessSnapshot> hears) {
    telling.lock();
    try {
      hears.accept(snapshot);
      listeners.add(hears);
    } finally {
      telling.unlock();
    }
    return () -> listeners.remove(hears);
  }

  /** The newest snapshot, made now. */
  ReadinessSnapshot fresh() {
    publish();
    return snapshot;
  }

  /** Gathers changes that come close together. */
  void publishSoon() {
    if (closed || !soon.compareAndSet(false, true)) {
      return;
    }
    setting
        .scheduler()
        .after(
            SOON,
            () -> {
              soon.set(false);
              publish();
            });
  }

  /** Tells the listeners where anything but the time differs. */
  void publish() {
    telling.lock();
    try {
      if (memory.get(this::hasChanged)) {
        ReadinessSnapshot next = snapshot;
        listeners.forEach(hears -> hears.accept(next));
      }
    } finally {
      telling.unlock();
    }
  }

  void close() {
    closed = true;
  }

  private boolean hasChanged(Memory now) {
    ReadinessSnapshot before = snapshot;
    Evaluation last = evaluated;
    Evaluation next = evaluate(now);
    boolean same =
        last != null
            && last.results().equals(next.results())
            && isSame(before, next.deployment(), now);
    snapshot = view(now, next);
    evaluated = next;
    return !same || !snapshot.running().equals(before.running());
  }

  private static boolean isSame(ReadinessSnapshot before, @Nullable Deployment live, Memory now) {
    return Objects.equals(before.deployment(), live)
        && Objects.equals(before.storeProblem(), now.storeProblem())
        && Objects.equals(before.deploymentProblem(), now.deploymentProblem())
        && before.items().stream()
            .allMatch(view -> view.version() == now.versions().getOrDefault(view.item().id(), 0L));
  }

  private Evaluation evaluate(Memory now) {
    return Evaluator.evaluate(setting.checklist(), now.known(specs), setting.clock().instant());
  }

  private ReadinessSnapshot view(Memory now, Evaluation evaluation) {
    Views views = new Views(setting.checklist(), evaluation, now.versions(), now.running());
    return new ReadinessSnapshot(
        setting.environment().name(),
        evaluation.at(),
        evaluation.deployment(),
        now.deploymentProblem(),
        views.sections(),
        Counts.of(evaluation.results()),
        Gate.evaluate(evaluation, evaluation.deployment()),
        views.signOffs(setting.me()),
        views.waivers(evaluation.at()),
        setting.me(),
        now.running().stream().sorted().toList(),
        now.checkedAt(),
        now.storeProblem());
  }
}
