package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.http.OverBudget;
import tech.atoms.opsdesk.metric.MetricHistory;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.MetricsReading;
import tech.atoms.opsdesk.metric.Reading;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Sampler;
import tech.atoms.opsdesk.metric.Scheduler;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.store.StateChanges;

/** The monitor over real sources: samples them, judges, publishes at most once a second. */
final class LiveMonitor implements Monitor {
  private static final Logger log = LoggerFactory.getLogger(LiveMonitor.class);
  private static final Duration BEAT = Duration.ofSeconds(1);

  /** The first snapshot waits this long for slower sources: the next is a second away. */
  private static final Duration GATHERING = Duration.ofMillis(500);

  /** A wall clock that moved this much more or less than the monotonic one has jumped. */
  private static final Duration JUMP = Duration.ofSeconds(10);

  private final Environment environment;
  private final Map<String, Feed<?>> feeds = new HashMap<>();
  private final MetricHistory history;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final List<AutoCloseable> owned;
  private final Sampler sampler;
  private final CopyOnWriteArrayList<Consumer<Snapshot>> listeners = new CopyOnWriteArrayList<>();

  private final Object lock = new Object();
  private final Ledger ledger;
  private final PastKeeper past;
  private final Judge judge;
  private final Strip strip = new Strip();
  private final Whole whole;
  private final Map<Series, Sample> latest = new HashMap<>();
  private final @Nullable Keeping keeping;
  private @Nullable DeploymentInfo deployment;
  private Scheduler.@Nullable Handle publishing;
  private boolean gathering = true;
  private long published;
  private long beatNanos;
  private Instant beatInstant;
  private boolean serverWasGone;
  private List<Boolean> staleAsPublished = List.of();
  private volatile Snapshot snapshot;
  private volatile boolean closed;

  /**
   * Creates it; {@link #start} begins reading.
   *
   * @param environment what is watched
   * @param pace how often
   * @param sources what is read
   * @param history takes the samples
   * @param clock wall clock
   * @param scheduler timers and threads; closed with the monitor
   * @param judge the rules
   * @param changes keeps changes of state beyond this run; null: nothing does
   * @param owned closed with the monitor, in this order
   */
  LiveMonitor(
      Environment environment,
      Pace pace,
      List<Feed<?>> sources,
      MetricHistory history,
      InstantSource clock,
      Scheduler scheduler,
      Judge judge,
      @Nullable StateChanges changes,
      List<AutoCloseable> owned) {
    this.environment = environment;
    this.history = history;
    this.clock = clock;
    this.scheduler = scheduler;
    this.judge = judge;
    this.owned = List.copyOf(owned);
    sources.forEach(feed -> feeds.put(feed.name(), feed));
    this.ledger = new Ledger(sources);
    this.past = new PastKeeper("https".equals(environment.server().baseUrl().getScheme()));
    this.sampler = new Sampler(sources, this::take, clock, scheduler, Math::random);
    this.beatInstant = clock.instant();
    this.beatNanos = scheduler.nanoTime();
    this.published = beatNanos - BEAT.toNanos();
    this.whole = new Whole(beatInstant, pace.server().multipliedBy(3));
    this.keeping =
        changes == null ? null : new Keeping(changes, scheduler, this::recall, this::unkept);
    this.snapshot = merge();
  }

  /** Begins reading. */
  void start() {
    sampler.start();
    scheduler.after(BEAT, this::beat);
  }

  @Override
  public Environment environment() {
    return environment;
  }

  @Override
  public Snapshot snapshot() {
    return snapshot;
  }

  @Override
  public Subscription subscribe(Consumer<Snapshot> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void refresh() {
    sampler.readNow();
  }

  @Override
  public MetricHistory history() {
    return history;
  }

  @Override
  public void close() {
    closed = true;
    listeners.clear();
    sampler.close();
    if (keeping != null) {
      keeping.end();
    }
    for (AutoCloseable one : owned) {
      try {
        one.close();
      } catch (Exception e) {
        log.warn("Closing a source failed", e);
      }
    }
    scheduler.close();
  }

  /** A reading arrived. */
  private void take(Reading reading) {
    List<Sample> samples = samplesOf(reading);
    boolean turned;
    synchronized (lock) {
      ledger.add(reading);
      past.add(reading);
      samples = samples.stream().filter(this::isNews).toList();
      samples.forEach(sample -> latest.put(sample.series(), sample));
      if (reading.value() instanceof MetricsReading metrics && metrics.reset()) {
        whole.note(
            reading.at(), Metrics.METRICS, "Counters began anew: nothing is drawn across it");
      }
      turned = serverCameOrWent(reading);
    }
    if (!samples.isEmpty()) {
      history.record(samples);
    }
    if (turned) {
      // Sources read once a minute would stay unknown, or fresh, for most of a minute.
      sampler.readNow();
    }
    publishSoon();
  }

  /** A count that is kept is read again and again; it was measured once. */
  private boolean isNews(Sample sample) {
    Sample before = latest.get(sample.series());
    return before == null || !before.at().equals(sample.at());
  }

  private List<Sample> samplesOf(Reading reading) {
    Feed<?> feed = feeds.get(reading.source());
    Object value = reading.value();
    return feed == null || value == null ? List.of() : feed.samplesOf(value, reading.at());
  }

  private boolean serverCameOrWent(Reading reading) {
    if (!reading.source().equals(Metrics.HEALTH) || reading.failure() instanceof OverBudget) {
      return false;
    }
    boolean gone = reading.value() == null;
    boolean turned = gone != serverWasGone;
    serverWasGone = gone;
    return turned;
  }

  /** Publishes at once where the last time is a second ago, otherwise when it is. */
  private void publishSoon() {
    synchronized (lock) {
      boolean gathered = gathering && ledger.isComplete();
      if (closed || (publishing != null && !gathered)) {
        return;
      }
      if (publishing != null) {
        publishing.cancel();
      }
      long left = published + BEAT.toNanos() - scheduler.nanoTime();
      long least = gathering && !gathered ? GATHERING.toNanos() : 0;
      gathering = gathering && !gathered;
      publishing = scheduler.after(Duration.ofNanos(Math.max(least, left)), this::publish);
    }
  }

  private void publish() {
    Snapshot merged;
    synchronized (lock) {
      publishing = null;
      gathering = false;
      published = scheduler.nanoTime();
      merged = merge();
      snapshot = merged;
    }
    for (Consumer<Snapshot> listener : listeners) {
      try {
        listener.accept(merged);
      } catch (RuntimeException e) {
        log.warn("A listener of the monitor failed", e);
      }
    }
  }

  /** Once a second: has something become stale, has the clock jumped, has the machine slept. */
  private void beat() {
    if (closed) {
      return;
    }
    scheduler.after(BEAT, this::beat);
    boolean jumped;
    boolean changed;
    synchronized (lock) {
      Instant now = clock.instant();
      long nanos = scheduler.nanoTime();
      Duration wall = Duration.between(beatInstant, now);
      jumped = wall.minusNanos(nanos - beatNanos).abs().compareTo(JUMP) > 0;
      beatInstant = now;
      beatNanos = nanos;
      changed = !stale(ledger.facts(now, nanos)).equals(staleAsPublished);
    }
    if (jumped) {
      log.info("The clock jumped or the machine slept: every source is read anew");
      sampler.readNow();
    }
    if (jumped || changed) {
      publishSoon();
    }
    if (keeping != null) {
      keeping.tend();
    }
  }

  /** What earlier runs have kept has arrived. */
  private void recall(List<StateChange> recorded) {
    synchronized (lock) {
      whole.journal().recall(clock.instant(), recorded);
      strip.recall(recorded);
    }
    publishSoon();
  }

  private List<StateChange> unkept(boolean last) {
    synchronized (lock) {
      return whole.journal().unkept(clock.instant(), last);
    }
  }

  private static List<Boolean> stale(Map<String, SourceFacts> facts) {
    return facts.values().stream().flatMap(f -> Stream.of(f.stale(), f.value() == null)).toList();
  }

  private Snapshot merge() {
    Instant now = clock.instant();
    long nanos = scheduler.nanoTime();
    Map<String, SourceFacts> sources = ledger.facts(now, nanos);
    staleAsPublished = stale(sources);
    Facts facts = new Facts(now, sources, Map.copyOf(latest), past.past());
    List<SourceStatus> status = ledger.status(now, nanos);
    List<Judge.Verdict> verdicts = judge.judge(facts);
    List<Component> cells = strip.build(facts, verdicts);
    List<Reason> reasons =
        Stream.concat(
                verdicts.stream().map(Judge.Verdict::reason),
                Whole.staleReasons(status, facts).stream())
            .sorted(java.util.Comparator.comparingInt(r -> Judge.severity(r.state())))
            .toList();
    whole.update(now, reasons, cells, verdicts);
    DatabaseReading.Sessions reading =
        facts.value(Metrics.SESSIONS, DatabaseReading.Sessions.class);
    Health health = facts.health();
    @Nullable String version = health == null ? null : health.version();
    return new Snapshot(
        now,
        whole.state(),
        whole.since(),
        reasons,
        cells,
        latest,
        status,
        reading == null ? null : reading.asCounts(),
        reading == null ? null : reading.missing(),
        deployment(facts),
        version,
        whole.journal().changes(),
        history.trouble());
  }

  /** What the platform told last, also while it does not answer: its source tells how old it is. */
  private @Nullable DeploymentInfo deployment(Facts facts) {
    PlatformReading reading = facts.value(Metrics.PLATFORM, PlatformReading.class);
    if (reading != null) {
      deployment = reading.deployment();
    }
    return deployment;
  }
}
