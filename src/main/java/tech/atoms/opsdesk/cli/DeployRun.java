package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.deploy.Deploy;

/** {@code opsdesk deploy run}: deploys, and waits at its gates for people. */
@Command(
    name = "run",
    description = {
      "Builds without traffic, looks at what was built, waits for go, promotes, and watches.",
      "Tells the plan and asks first. At its gates it waits for what 'opsdesk runs confirm' says,",
      "from here or elsewhere. Exit code 1 where it was refused or a step has failed: take the",
      "traffic back with 'opsdesk runs resume ID --take-back', or see 'opsdesk runs'."
    })
final class DeployRun extends ChangingCommand {
  @Mixin DeployWhat what = new DeployWhat();

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    return plannedAndRun(engine, Deploy.ID, what.target());
  }
}
