package tech.atoms.opsdesk.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;
import tech.atoms.opsdesk.provider.sandbox.FaultClient.FaultState;
import tech.atoms.opsdesk.sandbox.Options;

/** What the fault commands share: finding the sandbox, and showing its faults. */
abstract class SandboxFaults extends EnvironmentCommand {
  private final InstantSource clock = InstantSource.system();

  /** A fault is meant for the running sandbox, whatever else the usual profile names. */
  @Override
  Path usualProfile() {
    Path written = Options.usualDirectory().resolve("profile.yaml");
    return environmentName == null && Files.exists(written) ? written : super.usualProfile();
  }

  @Override
  protected int exitCodeOf(ProblemException problem) {
    return problem instanceof FaultClient.Unreachable ? ExitCode.UNDETERMINED : ExitCode.USAGE;
  }

  /** The switchboard of the chosen sandbox. */
  final FaultClient client() {
    Environment environment = environment();
    PlatformSettings platform = environment.platform();
    if (environment.kind() != EnvironmentKind.SANDBOX || platform == null) {
      throw new ProblemException(
          new Problem(
              "Faults can be injected into a sandbox only",
              environment.name(),
              "it is no sandbox",
              "Start one with opsdesk sandbox, or name one with --profile or --env"));
    }
    return new FaultClient(platform, secrets());
  }

  final int list() throws IOException {
    try (FaultClient client = client()) {
      return show(client.list());
    }
  }

  final int show(List<FaultState> faults) throws IOException {
    if (format == Format.json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment().name());
      answer.put("at", clock.instant());
      answer.put("outcome", "done");
      answer.put("faults", faults.stream().map(SandboxFaults::answer).toList());
      json(answer);
    } else {
      faults.forEach(fault -> say(line(fault)));
    }
    return ExitCode.OK;
  }

  private static Map<String, @Nullable Object> answer(FaultState fault) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("name", fault.name());
    answer.put("active", fault.active());
    answer.put("value", fault.value());
    answer.put("until", fault.until());
    answer.put("valueMeaning", fault.valueMeaning());
    return answer;
  }

  private static String line(FaultState fault) {
    StringBuilder line =
        new StringBuilder("%-23s %-3s".formatted(fault.name(), fault.active() ? "on" : "off"));
    if (!fault.valueMeaning().isEmpty()) {
      line.append("  ").append(number(fault.value())).append(' ').append(fault.valueMeaning());
    }
    if (fault.until() != null) {
      line.append("  until ").append(fault.until());
    }
    return line.toString().stripTrailing();
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
