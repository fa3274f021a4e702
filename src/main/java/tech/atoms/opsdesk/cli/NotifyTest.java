package tech.atoms.opsdesk.cli;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.environment.Channel;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.notify.Trial;

/** {@code opsdesk notify test}: a marked message through each channel. */
@Command(
    name = "test",
    description = {
      "Sends a message that says that it is a test through each channel of the environment, or",
      "through one, and tells which of them took it. Exit code 1 where one did not."
    })
final class NotifyTest extends EnvironmentCommand {
  private final InstantSource clock = InstantSource.system();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CHANNEL",
      description = "A channel of the profile (default: all of them).")
  @Nullable String name;

  @Override
  protected int execute() throws Exception {
    Environment environment = environment();
    List<Channel> channels = environment.notices().channels();
    String one = name;
    if (channels.isEmpty()) {
      throw wrong(environment, "it has no `channels`", "Add some as docs/profile.md shows");
    }
    if (one != null) {
      channels =
          List.of(
              environment
                  .notices()
                  .channel(one)
                  .orElseThrow(
                      () ->
                          wrong(
                              environment,
                              "it has no channel " + one,
                              "Name " + names(environment))));
    }
    Me me = Me.of(environment, System.getProperty("user.name", ""));
    List<Trial> trials = Trial.of(environment.name(), channels, me.name(), secrets(), clock);
    boolean all = trials.stream().allMatch(trial -> trial.problem() == null);
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment.name());
      answer.put("at", clock.instant());
      answer.put("outcome", all ? "pass" : "fail");
      answer.put("channels", trials.stream().map(NotifyTest::json).toList());
      json(answer);
    } else {
      trials.forEach(trial -> tell(trial, environment));
    }
    return all ? ExitCode.OK : ExitCode.FALLS_SHORT;
  }

  private void tell(Trial trial, Environment environment) {
    Channel channel = trial.channel();
    Problem problem = trial.problem();
    String what = channel.name() + " (" + channel.kind() + ")";
    if (problem == null) {
      say(
          "taken    %s after %d ms%s"
              .formatted(
                  what,
                  trial.took().toMillis(),
                  environment.notices().runs().contains(channel.name())
                      ? "; it hears how runs end"
                      : ""));
    } else {
      say("failed   " + what + ": " + problem.why());
      say("         next: " + problem.next());
    }
  }

  private static Map<String, Object> json(Trial trial) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("channel", trial.channel().name());
    json.put("kind", trial.channel().kind());
    json.put("outcome", trial.problem() == null ? "pass" : "fail");
    json.put("durationMs", trial.took().toMillis());
    if (trial.problem() != null) {
      json.put("problem", trial.problem());
    }
    return json;
  }

  private static WrongUse wrong(Environment environment, String why, String next) {
    return new WrongUse(
        new Problem("There is no channel to test", "environment " + environment.name(), why, next));
  }

  private static String names(Environment environment) {
    return environment.notices().channels().stream()
        .map(Channel::name)
        .collect(Collectors.joining(" or "));
  }
}
