package tech.atoms.opsdesk.workflow.figures;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;

/** Measures a server for a while, and judges it by what was measured before. */
public final class MeasureStep implements Step {
  private static final Duration MARGIN = Duration.ofMinutes(1);
  private static final Duration TELL = Duration.ofSeconds(30);

  private final String id;
  private final Duration over;
  private final Measuring measuring;
  private final Supplier<@Nullable Figures> before;
  private final Judgement judgement;
  private final RunLog log;
  private final InstantSource clock;
  private Instant nextTold = Instant.MIN;
  private @Nullable Figures result;

  private MeasureStep(
      String id,
      Measuring measuring,
      Duration over,
      Supplier<@Nullable Figures> before,
      Judgement judgement,
      RunLog log,
      InstantSource clock) {
    this.id = id;
    this.over = over;
    this.measuring = measuring;
    this.before = before;
    this.judgement = judgement;
    this.log = log;
    this.clock = clock;
  }

  /** Measures what is there, for a later comparison. */
  public static MeasureStep baseline(
      String id, ServerClient server, Duration over, RunLog log, InstantSource clock) {
    return new MeasureStep(
        id, new Measuring(server, over, clock), over, () -> null, Judgement::baseline, log, clock);
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
    return new MeasureStep(
        id, new Measuring(server, over, clock), over, before, Judgement::comparison, log, clock);
  }

  /**
   * Measures until the server is well again, which may be at once where there are requests enough,
   * and fails where it is not by then.
   *
   * @param before what was measured before; null: not known. It is told beside, and decides nothing
   */
  public static MeasureStep recovery(
      String id,
      ServerClient server,
      Duration over,
      Supplier<@Nullable Figures> before,
      RunLog log,
      InstantSource clock) {
    // What was seen at the very beginning does not count to the end.
    Duration window = over.dividedBy(2);
    Measuring measuring = new Measuring(server, over, window, clock);
    return new MeasureStep(id, measuring, over, before, Judgement::recovery, log, clock);
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
    Observed judged = judgement.of(figures, before.get(), over, measuring.trouble());
    if (judged.state() != Observed.State.UNDER_WAY) {
      result = figures;
    }
    return judged;
  }

  private void tell(Figures figures) {
    Instant now = clock.instant();
    if (!now.isBefore(nextTold)) {
      nextTold = now.plus(TELL);
      log.line(RunLog.Level.INFO, id, figures.words());
    }
  }
}
