package tech.atoms.opsdesk.workflow.figures;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;

/** Measures a server for a while, and compares it with what was measured before. */
public final class MeasureStep implements Step {
  private static final Duration MARGIN = Duration.ofMinutes(1);
  private static final Duration TELL = Duration.ofSeconds(30);

  private final String id;
  private final Duration over;
  private final Measuring measuring;
  private final @Nullable Supplier<@Nullable Figures> before;
  private final RunLog log;
  private final InstantSource clock;
  private Instant nextTold = Instant.MIN;
  private @Nullable Figures result;

  private MeasureStep(
      String id,
      ServerClient server,
      Duration over,
      @Nullable Supplier<@Nullable Figures> before,
      RunLog log,
      InstantSource clock) {
    this.id = id;
    this.over = over;
    this.measuring = new Measuring(server, over, clock);
    this.before = before;
    this.log = log;
    this.clock = clock;
  }

  /** Measures what is there, for a later comparison. */
  public static MeasureStep baseline(
      String id, ServerClient server, Duration over, RunLog log, InstantSource clock) {
    return new MeasureStep(id, server, over, null, log, clock);
  }

  /**
   * Measures, and fails where something is worse than before, at once where that is clear.
   *
   * @param before what was measured before; null: not known, only the targets count then
   */
  public static MeasureStep comparison(
      String id,
      ServerClient server,
      Duration over,
      Supplier<@Nullable Figures> before,
      RunLog log,
      InstantSource clock) {
    return new MeasureStep(id, server, over, before, log, clock);
  }

  /** What was measured; null before the end, and where nothing could be. */
  public @Nullable Figures result() {
    return result;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Duration timeout() {
    return over.plus(MARGIN);
  }

  @Override
  public Observed observe() {
    boolean over = measuring.look();
    Figures figures = measuring.figures();
    if (figures == null) {
      String why = measuring.trouble().isEmpty() ? "nothing was told yet" : measuring.trouble();
      return over
          ? Observed.failed("the metrics are not known: " + why)
          : Observed.underWay("no figures yet: " + why);
    }
    tell(figures);
    if (before == null) {
      if (over) {
        result = figures;
      }
      return over ? Observed.done(figures.words()) : Observed.underWay(figures.words());
    }
    return judged(figures, before.get(), over);
  }

  private Observed judged(Figures figures, @Nullable Figures then, boolean over) {
    String compared =
        figures.words()
            + (then == null
                ? "; before: not known, held against the targets"
                : "; before: " + then.words());
    List<String> worse = figures.worseThan(then);
    if (!worse.isEmpty() && (over || figures.requests() >= Figures.ENOUGH)) {
      return Observed.failed("worse: " + String.join(", ", worse) + " (" + compared + ")");
    }
    if (!over) {
      return Observed.underWay(compared);
    }
    List<String> unknown = figures.unknown(then);
    if (!measuring.trouble().isEmpty()) {
      unknown = List.of(measuring.trouble());
    }
    result = figures;
    return unknown.isEmpty()
        ? Observed.done(compared)
        : Observed.failed("not known: " + String.join(", ", unknown) + " (" + compared + ")");
  }

  private void tell(Figures figures) {
    Instant now = clock.instant();
    if (!now.isBefore(nextTold)) {
      nextTold = now.plus(TELL);
      log.line(RunLog.Level.INFO, id, figures.words());
    }
  }
}
