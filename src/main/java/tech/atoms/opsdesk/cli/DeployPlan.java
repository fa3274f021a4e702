package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.deploy.Deploy;

/** {@code opsdesk deploy plan}: what a deployment would do. */
@Command(
    name = "plan",
    description = {
      "Tells what a deployment would do, what it was decided on, what the person should know, and",
      "what its first gate says now.",
      "Changes nothing. Exit code 3 where the platform does not answer."
    })
final class DeployPlan extends WorkflowCommand {
  @Mixin DeployWhat what = new DeployWhat();

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    String target = what.target();
    return with(
        Deploy.ID,
        workflow -> {
          Plan plan = workflow.plan(target);
          tell(plan, workflow.preview(plan));
          return ExitCode.OK;
        });
  }
}
