package tech.atoms.opsdesk.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.cli.DeskCommand;
import tech.atoms.opsdesk.cli.ExitCode;
import tech.atoms.opsdesk.cli.NoWindow;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Directories;

/** {@code opsdesk desktop}: the window. */
@Command(name = "desktop", description = "Open the window (what happens without a command).")
final class DesktopCommand extends DeskCommand {
  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "The profile (default: profile.yaml in the configuration directory).")
  @Nullable Path profile;

  @Option(
      names = "--env",
      paramLabel = "NAME",
      description = "The environment to watch (default: the last one).")
  @Nullable String environment;

  @Override
  protected int execute() {
    DesktopMain.open(profile == null ? Directories.profile() : profile, environment);
    return ExitCode.OK;
  }

  @Override
  protected int exitCodeOf(ProblemException problem) {
    return problem instanceof NoWindow ? ExitCode.UNDETERMINED : super.exitCodeOf(problem);
  }
}
