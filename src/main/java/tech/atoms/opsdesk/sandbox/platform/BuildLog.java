package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.PrivateFiles;

/** What one build said, kept in a file; readers may wait for more. Safe on any thread. */
final class BuildLog {
  private static final Set<String> FINAL = Set.of("READY", "ERROR", "CANCELED");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final List<Line> lines = new ArrayList<>();

  /**
   * One event.
   *
   * @param at epoch milliseconds; each is later than the one before
   * @param type command, stdout, stderr or deployment-state
   * @param text as it was written
   * @param state the deployment's state, of an event that tells it; else null
   */
  record Line(long at, String type, String text, @Nullable String state) {

    /** As one line of a stream. */
    Map<String, Object> flat(String deployment) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("type", type);
      json.put("created", at);
      json.putAll(facts(deployment));
      if (type.equals("stderr")) {
        json.put("level", "error");
      }
      return json;
    }

    /** As the older form has it, with a payload. */
    Map<String, Object> nested(String deployment) {
      return Map.of("type", type, "created", at, "payload", facts(deployment));
    }

    private Map<String, Object> facts(String deployment) {
      Map<String, Object> info = new LinkedHashMap<>();
      info.put("type", "build");
      info.put("name", "bld_" + deployment.substring(deployment.indexOf('_') + 1));
      info.put("entrypoint", ".");
      if (state != null) {
        info.put("readyState", state);
      }
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("date", at);
      facts.put("deploymentId", deployment);
      facts.put("id", at + "-" + deployment);
      facts.put("serial", Long.toString(at));
      facts.put("text", text);
      facts.put("info", info);
      return facts;
    }
  }

  /** Reads what an earlier run of the sandbox has kept. */
  BuildLog(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file)) {
          lines.add(JSON.readValue(line, Line.class));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  void say(Instant now, String type, String text) {
    add(now, type, text, null);
  }

  void state(Instant now, String state) {
    add(now, "deployment-state", "", state);
  }

  private synchronized void add(Instant now, String type, String text, @Nullable String state) {
    long at = now.toEpochMilli();
    if (!lines.isEmpty()) {
      at = Math.max(at, lines.getLast().at() + 1);
    }
    Line line = new Line(at, type, text, state);
    try {
      Path parent = file.getParent();
      if (parent != null) {
        PrivateFiles.directory(parent);
      }
      Files.writeString(
          file,
          JSON.writeValueAsString(line) + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lines.add(line);
    notifyAll();
  }

  /** What was said so far. */
  synchronized List<Line> lines() {
    return List.copyOf(lines);
  }

  /**
   * Waits for more.
   *
   * @param seen how many lines are known
   * @return the others; none where none came in time
   */
  synchronized List<Line> after(int seen, Duration wait) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    while (lines.size() <= seen) {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        return List.of();
      }
      wait(left);
    }
    return List.copyOf(lines.subList(seen, lines.size()));
  }

  static boolean isLast(Line line) {
    return line.state() != null && FINAL.contains(line.state());
  }
}
