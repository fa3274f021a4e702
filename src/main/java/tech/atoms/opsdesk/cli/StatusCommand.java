package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tech.atoms.opsdesk.database.DatabaseException;
import tech.atoms.opsdesk.environment.Directories;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.history.MemoryHistory;
import tech.atoms.opsdesk.monitor.Component;
import tech.atoms.opsdesk.monitor.DeploymentInfo;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Monitors;
import tech.atoms.opsdesk.monitor.Reason;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.SourceStatus;
import tech.atoms.opsdesk.monitor.State;
import tech.atoms.opsdesk.store.StoreSettings;

/** {@code opsdesk status}: one look at an environment, judged by the state rules. */
@Command(
    name = "status",
    description = {
      "Looks at an environment once: its state and why, components, deployment, sources.",
      "Exit code 0 healthy, 1 degraded or down, 3 unknown."
    })
final class StatusCommand extends EnvironmentCommand {
  private final InstantSource clock = InstantSource.system();

  @Override
  protected int execute() throws Exception {
    Environment environment = environment();
    Snapshot snapshot;
    Instant since;
    try (RecordedState recorded =
        RecordedState.of(StoreSettings.of(profile().store(), Directories.data(), secrets()))) {
      try (Monitor monitor =
          Monitors.glance(environment, secrets(), new MemoryHistory(clock), clock)) {
        snapshot = Look.at(monitor);
      }
      since = recorded.since(environment.name(), snapshot.state());
    }
    if (format == Format.json) {
      json(answer(environment, snapshot, since));
    } else {
      print(environment, snapshot, since);
    }
    return switch (snapshot.state()) {
      case HEALTHY -> ExitCode.OK;
      case DEGRADED, DOWN -> ExitCode.FALLS_SHORT;
      case UNKNOWN -> ExitCode.UNDETERMINED;
    };
  }

  private void print(Environment environment, Snapshot snapshot, @Nullable Instant since) {
    say(environment.name() + "  " + environment.server().baseUrl());
    say(
        snapshot.state().word()
            + (since == null ? "" : " since " + since.truncatedTo(ChronoUnit.SECONDS))
            + (snapshot.reasons().isEmpty() ? "" : ":"));
    for (Reason reason : snapshot.reasons()) {
      say("  " + padded(reason.state().word(), 10) + reason.text() + " [" + reason.rule() + "]");
    }
    say("");
    say("Components");
    for (Component component : snapshot.components()) {
      say(
          "  "
              + padded(component.kind().title(), 14)
              + padded(component.state().word(), 10)
              + component.detail());
    }
    say("");
    DeploymentInfo live = snapshot.deployment();
    say("Deployment  " + (live == null ? "not known" : deployment(live)));
    LastBackup last = LastBackup.of(environment, secrets());
    if (last != null) {
      say("Last backup " + last.words());
    }
    say("");
    say("Sources");
    for (SourceStatus source : snapshot.sources()) {
      say("  " + padded(source.name(), 14) + source(source, snapshot) + missing(source, snapshot));
    }
  }

  private static String deployment(DeploymentInfo live) {
    return (live.version() + " " + live.commit()).strip()
        + ", live since "
        + live.liveSince().truncatedTo(ChronoUnit.SECONDS)
        + (live.author().isEmpty() ? "" : ", by " + live.author())
        + (live.previousVersion() == null ? "" : ", before: " + live.previousVersion());
  }

  /** An answer that holds no counts, for want of rights or tables, must not look like one. */
  private static String missing(SourceStatus source, Snapshot snapshot) {
    DatabaseException missing = snapshot.sessionsMissing();
    return missing == null || !source.name().equals(Metrics.SESSIONS)
        ? ""
        : ", " + missing.problem().what();
  }

  private static String source(SourceStatus source, Snapshot snapshot) {
    Instant now = snapshot.at();
    if (source.problem() != null) {
      return source.problem().line();
    }
    Instant last = source.lastSuccess();
    return last == null
        ? "not read yet"
        : Math.max(0, Duration.between(last, now).toSeconds())
            + " s ago"
            + (source.note() == null ? "" : ", " + source.note());
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private Map<String, Object> answer(
      Environment environment, Snapshot snapshot, @Nullable Instant since) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("environment", environment.name());
    answer.put("at", snapshot.at());
    answer.put(
        "outcome",
        switch (snapshot.state()) {
          case HEALTHY -> "pass";
          case DEGRADED, DOWN -> "fail";
          case UNKNOWN -> "unknown";
        });
    answer.put("state", word(snapshot.state()));
    answer.put("since", since);
    answer.put("why", snapshot.reasons().stream().map(Reason::text).toList());
    answer.put("rules", snapshot.reasons().stream().map(Reason::rule).toList());
    List<Map<String, Object>> components = new ArrayList<>();
    for (Component component : snapshot.components()) {
      components.add(
          Map.of(
              "name",
              component.kind().name().toLowerCase(Locale.ROOT),
              "state",
              word(component.state()),
              "why",
              component.detail()));
    }
    answer.put("components", components);
    answer.put("serverVersion", snapshot.serverVersion());
    answer.put("deployment", snapshot.deployment());
    answer.put("sessions", snapshot.sessions());
    DatabaseException missing = snapshot.sessionsMissing();
    answer.put("sessionsMissing", missing == null ? null : missing.problem());
    answer.put("sources", snapshot.sources().stream().map(StatusCommand::source).toList());
    answer.put("alerts", List.of());
    LastBackup last = LastBackup.of(environment, secrets());
    answer.put("lastBackup", last == null ? null : last.json());
    return answer;
  }

  private static Map<String, Object> source(SourceStatus source) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", source.name());
    json.put("intervalSeconds", source.interval().toSeconds());
    json.put("lastSuccess", source.lastSuccess());
    json.put("problem", source.problem());
    return json;
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
