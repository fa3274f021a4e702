package tech.atoms.opsdesk.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A sandbox in a process of its own, as {@code opsdesk sandbox --headless} runs it. */
final class ForkedSandbox implements AutoCloseable {
  final Process process;
  final JsonNode ready;

  private ForkedSandbox(Process process, JsonNode ready) {
    this.process = process;
    this.ready = ready;
  }

  static ForkedSandbox start(Path directory, String... more) throws IOException {
    Process process = fork(directory, more);
    String line = process.inputReader().readLine();
    if (line == null) {
      throw new IOException("the sandbox ended without a word");
    }
    return new ForkedSandbox(process, JsonMapper.builder().build().readTree(line));
  }

  static Process fork(Path directory, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of("tech.atoms.opsdesk.Launcher", "sandbox", "--headless", "--data=" + directory));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(new File(directory + ".err"));
    return builder.start();
  }

  String text(String member) {
    return ready.path(member).asText();
  }

  /** Processes below this one, PostgreSQL's among them. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** As the power does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As Ctrl+C does. */
  boolean stop(int seconds) throws InterruptedException {
    process.destroy();
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    try {
      if (process.isAlive() && !stop(20)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
