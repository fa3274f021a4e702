package tech.atoms.opsdesk.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.dependency.DependencyChecks;
import tech.atoms.opsdesk.check.dependency.DependencyFacts;
import tech.atoms.opsdesk.common.Programs;

/** {@code opsdesk deps check}: the checks of the server's packages and tools. */
@Command(
    name = "check",
    description = {
      "Holds the packages of the environment's checkout, or of the files that are named, against",
      "the specification; without files also the tools of this machine.",
      "Exit code 0 all pass, 1 something falls short, 3 something could not be determined."
    })
final class DepsCheck extends CheckingCommand {

  @Option(
      names = "--requirements",
      paramLabel = "FILE",
      description = "A requirements file; no profile is needed then.")
  @Nullable Path requirements;

  @Option(
      names = "--lock",
      paramLabel = "FILE",
      description = "A lock of uv; no profile is needed then.")
  @Nullable Path lock;

  @Override
  @Nullable List<Check> own() {
    if (requirements == null && lock == null) {
      return null;
    }
    boolean both = requirements != null && lock != null;
    return new DependencyChecks(DependencyFacts.files(requirements, lock), Programs.ofThisMachine())
        .all().stream().filter(check -> both || !check.spec().items().contains("DEP-01")).toList();
  }

  @Override
  boolean wants(CheckSpec spec) {
    return spec.subject().equals("dependency");
  }
}
