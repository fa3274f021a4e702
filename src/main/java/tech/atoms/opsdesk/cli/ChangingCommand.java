package tech.atoms.opsdesk.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.Workflow;

/** A command that plans a workflow, asks, and runs it. */
abstract class ChangingCommand extends WorkflowCommand {
  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why; stands in the journal and in the audit trail.")
  String reason = "";

  @Option(
      names = "--confirm",
      paramLabel = "TEXT",
      description = "The plan's confirmation, e.g. \"production v1.4.2\", where it is wanted.")
  @Nullable String confirm;

  @Option(
      names = "--despite-freeze",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why a change freeze is overridden; stands out in the audit trail.")
  String despiteFreeze = "";

  @Option(
      names = "--in-place-of",
      paramLabel = "RUN",
      defaultValue = "",
      description = {
        "The run that holds the environment gives way: given up where it is paused or interrupted,",
        "asked to end where a desk works on it."
      })
  String inPlaceOf = "";

  @Mixin Consent consent = new Consent();

  /**
   * Tells the plan, asks, runs it, and tells what came of it.
   *
   * @param target what it is about; empty: the workflow's own proposal
   */
  final int plannedAndRun(Engine engine, String workflow, String target) throws Exception {
    return with(workflow, found -> plannedAndRun(engine, found, target));
  }

  /** As the other, of a workflow that is there. */
  final int plannedAndRun(Engine engine, Workflow workflow, String target) throws Exception {
    Plan plan = workflow.plan(target);
    if (workflow.holdsEnvironment() && inPlaceOf.isEmpty()) {
      engine.holder().ifPresent(this::tellHolder);
    }
    if (!consent.given(this, lines(plan))) {
      if (wantsJson()) {
        tell(plan);
      } else {
        note("Nothing was changed.");
      }
      return consent.dryRun ? ExitCode.OK : ExitCode.FALLS_SHORT;
    }
    return tell(
        engine.start(
            workflow, plan, new Start(reason, typed(plan), despiteFreeze, inPlaceOf), progress()));
  }

  private void tellHolder(Run holder) {
    note(
        "Run %s (%s, %s) holds the environment: this one waits for it, or takes its place by --in-place-of %s."
            .formatted(holder.id(), holder.plan().title(), holder.state().words(), holder.id()));
  }

  /** What the person typed; asked for where the policy wants it and a person can be asked. */
  private String typed(Plan plan) {
    boolean wanted = environment().policy().typedConfirmation() && !plan.confirmation().isEmpty();
    String typed = confirm == null && wanted ? consent.typed(plan.confirmation()) : confirm;
    if (wanted && !plan.confirmation().equals(typed)) {
      throw new WrongUse(
          new Problem(
              "The confirmation is not the plan's",
              typed == null ? "nothing was typed" : typed,
              "it must be: " + plan.confirmation(),
              "Give --confirm \"" + plan.confirmation() + "\""));
    }
    return typed == null ? "" : typed;
  }
}
