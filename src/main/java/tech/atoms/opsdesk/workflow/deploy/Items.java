package tech.atoms.opsdesk.workflow.deploy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.workflow.GateCheck;

/**
 * The items of one template of the checklist, as they stand at a gate. What passes is a check that
 * passes, what fails one that fails; for everything else a named person vouches, since what no
 * machine has seen is no pass. Blocks; one thread.
 */
final class Items {
  private static final Duration CHECKS_TAKE = Duration.ofMinutes(2);

  private final @Nullable Evidence evidence;
  private final String template;
  private final Duration fresh;
  private final InstantSource clock;
  private List<ItemView> items = List.of();
  private Instant next = Instant.MIN;

  /**
   * The items of a template.
   *
   * @param evidence where they are; null: this desk keeps no checklist
   * @param fresh how old what was found may be
   */
  Items(@Nullable Evidence evidence, String template, Duration fresh, InstantSource clock) {
    this.evidence = evidence;
    this.template = template;
    this.fresh = fresh;
    this.clock = clock;
  }

  /** Runs the passive checks again where that was too long ago. */
  void look() {
    if (clock.instant().isBefore(next)) {
      return;
    }
    Evidence there = evidence;
    if (there == null) {
      throw problem("this desk keeps no checklist for the environment", null);
    }
    Readiness readiness = there.readiness().get();
    List<String> ids =
        readiness.checklist().items().stream()
            .filter(item -> item.template().equals(template))
            .map(item -> item.id())
            .toList();
    CompletableFuture<List<Finding>> run = readiness.recheck(ids);
    try {
      run.get(CHECKS_TAKE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ProblemException problem
          ? problem
          : problem("the checks have ended with " + e.getCause(), e);
    } catch (TimeoutException e) {
      run.cancel(true);
      throw problem("the checks take longer than " + CHECKS_TAKE.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      run.cancel(true);
      Thread.currentThread().interrupt();
      throw problem("the desk was stopped", e);
    }
    items =
        readiness.snapshot().items().stream()
            .filter(view -> view.item().template().equals(template))
            .toList();
    next = clock.instant().plus(fresh);
  }

  private static ProblemException problem(String why, @Nullable Exception cause) {
    return new ProblemException(
        new Problem(
            "The checklist is not known",
            "checklist",
            why,
            "See 'opsdesk checklist show'; give the run up where that cannot be mended"),
        cause);
  }

  /** What machines say of them. */
  List<GateCheck> checks() {
    List<GateCheck> checks = new ArrayList<>();
    for (ItemView view : items) {
      if (stands(view) || fails(view)) {
        Instant at = view.result().at();
        checks.add(
            new GateCheck(
                name(view),
                fails(view) ? GateCheck.State.FAIL : GateCheck.State.PASS,
                view.result().reason(),
                at == null ? clock.instant() : at));
      }
    }
    return checks;
  }

  /** For what a person has to vouch, one sentence each. */
  List<String> ticks() {
    return items.stream()
        .filter(view -> !stands(view) && !fails(view))
        .filter(view -> view.state() != State.NOT_APPLICABLE)
        .map(view -> name(view) + ": " + view.state().word() + ", I vouch for it")
        .toList();
  }

  /** Those that fail, in one sentence; empty where none does. */
  String failing() {
    List<String> all =
        items.stream()
            .filter(Items::fails)
            .map(view -> name(view) + ": " + view.result().reason())
            .toList();
    return String.join("; ", all);
  }

  /** Also what was waived: that has a reason, an approver and an end. */
  private static boolean stands(ItemView view) {
    return view.state().done() || view.state() == State.WAIVED;
  }

  private static boolean fails(ItemView view) {
    return view.state() == State.FAIL || view.state() == State.WAIVER_EXPIRED;
  }

  private static String name(ItemView view) {
    return view.item().id() + " " + view.item().text();
  }
}
