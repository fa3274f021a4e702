package tech.atoms.opsdesk.backup.restore;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.dump.Client;
import tech.atoms.opsdesk.backup.dump.Said;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * A running pg_restore that turns a dump into text, and has no connection to any server. The dump
 * comes as a stream, and is nowhere in the clear but in this program's memory.
 */
final class DataRun implements AutoCloseable {
  private static final String ROWS = " TABLE DATA ";

  private final Process process;
  private final Said said;
  private final Thread feeder;
  private final AtomicReference<@Nullable IOException> unread = new AtomicReference<>();

  private DataRun(Process process, InputStream dump) {
    this.process = process;
    this.said = new Said(process);
    this.feeder = Thread.ofVirtual().name("restore-feed").start(() -> feed(dump));
  }

  /**
   * The entries of a dump that hold rows of tables, in its order.
   *
   * @param listed its {@link #list}
   * @param tables the tables that are looked for
   * @return the entry's line by the table's name
   */
  static Map<String, String> entries(String listed, List<LiveTable> tables) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String line : listed.lines().toList()) {
      int at = line.indexOf(ROWS);
      if (at > 0 && !line.startsWith(";")) {
        String rest = line.substring(at + ROWS.length());
        // The owner follows the name; where two names fit, the longer one is meant.
        tables.stream()
            .filter(table -> rest.startsWith(table.listed() + " "))
            .max(Comparator.comparingInt(table -> table.listed().length()))
            .ifPresent(table -> found.put(table.name(), line));
      }
    }
    return found;
  }

  /**
   * Starts one for the rows of some entries.
   *
   * @param entries lines of {@link #entries}, in the order of the dump
   * @param dump is not closed
   */
  static DataRun rows(Client client, InputStream dump, List<String> entries, Path list)
      throws IOException {
    Files.write(list, entries);
    return start(client, dump, List.of("--data-only", "--use-list=" + list, "--file=-"));
  }

  /**
   * Statements of a dump; without what psql alone understands.
   *
   * @param arguments which ones
   * @param dump is read no further than needed, and not closed
   */
  static String statements(Client client, InputStream dump, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(arguments);
    all.add("--file=-");
    try (DataRun run = start(client, dump, all)) {
      String text = new String(run.text().readAllBytes(), StandardCharsets.UTF_8);
      run.end();
      return text.lines()
          .filter(line -> !line.startsWith("\\restrict ") && !line.startsWith("\\unrestrict "))
          .collect(Collectors.joining("\n"));
    }
  }

  /** The list of contents of a dump, which is read no further than needed, and not closed. */
  static String list(Client client, InputStream dump) throws IOException, InterruptedException {
    try (DataRun list = start(client, dump, List.of("--list"))) {
      String text = new String(list.text().readAllBytes(), StandardCharsets.UTF_8);
      list.end();
      return text;
    }
  }

  private static DataRun start(Client client, InputStream dump, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(client.restore().toString());
    command.addAll(arguments);
    return new DataRun(new ProcessBuilder(command).start(), dump);
  }

  /** What it writes. */
  InputStream text() {
    return process.getInputStream();
  }

  /**
   * Waits until it has ended; all that it writes must have been read.
   *
   * @throws ProblemException where it has failed, in its own words
   * @throws IOException where the dump could not be read
   */
  void end() throws IOException, InterruptedException {
    int exit = process.waitFor();
    feeder.join();
    IOException broken = unread.get();
    if (broken != null) {
      throw new IOException(broken.getMessage(), broken);
    }
    if (exit != 0) {
      throw new ProblemException(
          new Problem(
              "pg_restore has failed", "exit code " + exit, said.line(), "Nothing changed"));
    }
  }

  /** It needs no more than up to the last entry that is asked for. */
  private void feed(InputStream dump) {
    try (OutputStream to = process.getOutputStream()) {
      byte[] some = new byte[1 << 16];
      while (true) {
        int read;
        try {
          read = dump.read(some);
        } catch (IOException e) {
          unread.set(e);
          process.destroyForcibly(); // it must not take what came so far for all
          return;
        }
        if (read < 0) {
          return;
        }
        to.write(some, 0, read);
      }
    } catch (IOException e) {
      // It has stopped reading; its exit code tells why.
    }
  }

  /** Ends it, where it has not ended. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      feeder.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
