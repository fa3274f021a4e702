package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;

/** Waits at a gate until everything that it asks for is there. */
final class GateRunner {
  /** What people say is looked for so often. */
  private static final Duration LISTEN = Duration.ofMillis(500);

  /** Checks are asked so often. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final String step;
  private final Gate gate;
  private final String startedBy;
  private final Supplier<List<Said>> said;
  private final Consumer<GateView> shown;
  private final BooleanSupplier cancelled;
  private final InstantSource clock;
  private final Pause pause;

  GateRunner(
      String step,
      Gate gate,
      String startedBy,
      Supplier<List<Said>> said,
      Consumer<GateView> shown,
      BooleanSupplier cancelled,
      InstantSource clock,
      Pause pause) {
    this.step = step;
    this.gate = gate;
    this.startedBy = startedBy;
    this.said = said;
    this.shown = shown;
    this.cancelled = cancelled;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Waits.
   *
   * @return what opened it, in words; null where the run's end was asked for
   */
  @Nullable String pass() throws InterruptedException {
    List<GateCheck> checks = List.of();
    Instant next = Instant.MIN;
    GateView last = null;
    while (!cancelled.getAsBoolean()) {
      boolean looked = !clock.instant().isBefore(next);
      if (looked) {
        checks = gate.look(clock);
        next = clock.instant().plus(LOOK);
      }
      List<Said> heard = said.get();
      GateView view = view(checks, heard);
      if (!view.equals(last)) {
        shown.accept(view);
        last = view;
      }
      if (view.waitsFor().isEmpty()) {
        if (looked) {
          return words(checks, heard);
        }
        // What people said came after the look: it opens on checks as they are now.
        next = Instant.MIN;
        continue;
      }
      pause.sleep(LISTEN);
    }
    return null;
  }

  private GateView view(List<GateCheck> checks, List<Said> heard) {
    List<String> waitsFor = new ArrayList<>();
    checks.stream().filter(check -> !check.isPass()).forEach(check -> waitsFor.add(check.waits()));
    // What people see and say is without secrets: it is compared so too.
    List<String> ticks = gate.ticks().stream().map(Masking::mask).toList();
    String typed = Masking.mask(gate.typed());
    for (String tick : ticks) {
      if (heard.stream().noneMatch(one -> is(one, Said.Kind.TICK, tick))) {
        waitsFor.add("tick: " + tick);
      }
    }
    boolean without = heard.stream().anyMatch(one -> is(one, Said.Kind.BYPASS, one.text()));
    List<String> approvals = new ArrayList<>();
    for (Gate.Approval wanted : gate.approvals()) {
      int given = given(wanted, heard);
      approvals.add("%s: %d of %d".formatted(wanted.role(), given, wanted.people()));
      if (given < wanted.people() && !without) {
        waitsFor.add(
            "approval of %d more for %s".formatted(wanted.people() - given, wanted.role()));
      }
    }
    if (!typed.isEmpty() && heard.stream().noneMatch(one -> is(one, Said.Kind.TYPED, typed))) {
      waitsFor.add("typed text");
    }
    return new GateView(step, gate.question(), checks, ticks, approvals, typed, waitsFor);
  }

  private boolean is(Said one, Said.Kind kind, String text) {
    return one.kind() == kind && one.step().equals(step) && one.text().equals(text);
  }

  /** Each person counts once, and never who started the run. */
  private int given(Gate.Approval wanted, List<Said> heard) {
    Instant oldest = clock.instant().minus(wanted.lasts());
    Set<String> people = new HashSet<>();
    heard.stream()
        .filter(one -> one.kind() == Said.Kind.APPROVAL && one.text().equals(wanted.role()))
        .filter(one -> !Objects.equals(one.login(), startedBy) && one.at().isAfter(oldest))
        .forEach(one -> people.add(one.login()));
    return people.size();
  }

  private String words(List<GateCheck> checks, List<Said> heard) {
    List<String> words = new ArrayList<>();
    if (!checks.isEmpty()) {
      words.add(checks.size() + " checks pass");
    }
    for (Said one : heard) {
      if (one.kind() != Said.Kind.APPROVAL && !one.step().equals(step)) {
        continue; // at another gate of the run
      }
      words.add(
          switch (one.kind()) {
            case TICK -> "\"" + one.text() + "\" confirmed by " + one.by();
            case TYPED -> "\"" + one.text() + "\" typed by " + one.by();
            case APPROVAL -> "approved for " + one.text() + " by " + one.by();
            case BYPASS -> "WITHOUT APPROVAL by " + one.by() + ": " + one.text();
          });
    }
    return words.isEmpty()
        ? "nothing was asked for"
        : String.join("; ", new LinkedHashSet<>(words)); // said twice is told once
  }
}
