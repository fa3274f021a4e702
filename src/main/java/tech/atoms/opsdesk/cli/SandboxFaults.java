package tech.atoms.opsdesk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.sandbox.Options;

/** What the fault commands share: finding the sandbox, and showing its faults. */
abstract class SandboxFaults extends EnvironmentCommand {
  private static final JsonMapper JSON = JsonMapper.builder().build();

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
    return new FaultClient(platform.apiUrl(), secrets().resolve(platform.token()));
  }

  final int list() throws IOException {
    JsonNode answer = client().list();
    if (format == Format.json) {
      Map<String, Object> faults = new LinkedHashMap<>();
      faults.put("faults", JSON.convertValue(answer.path("faults"), Object.class));
      json(faults);
    } else {
      answer.path("faults").forEach(fault -> say(line(fault)));
    }
    return ExitCode.OK;
  }

  final int show(JsonNode fault) throws IOException {
    if (format == Format.json) {
      Map<String, Object> faults = new LinkedHashMap<>();
      faults.put("faults", JSON.convertValue(JSON.createArrayNode().add(fault), Object.class));
      json(faults);
    } else {
      say(line(fault));
    }
    return ExitCode.OK;
  }

  private static String line(JsonNode fault) {
    StringBuilder line =
        new StringBuilder(
            "%-23s %-3s"
                .formatted(
                    fault.path("name").asText(), fault.path("active").asBoolean() ? "on" : "off"));
    String meaning = fault.path("valueMeaning").asText();
    if (!meaning.isEmpty()) {
      line.append("  ").append(number(fault.path("value").asDouble())).append(' ').append(meaning);
    }
    if (!fault.path("until").isNull() && !fault.path("until").isMissingNode()) {
      line.append("  until ").append(fault.path("until").asText());
    }
    return line.toString().stripTrailing();
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
