package tech.atoms.opsdesk.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} tells.
 *
 * @param pid of the postmaster
 * @param port it listens on; 0 while not written yet
 * @param ready whether it takes connections
 */
record PidFile(long pid, int port, boolean ready) {
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /**
   * Reads the file of a cluster.
   *
   * @param cluster the data directory proper
   * @return empty where there is none, or it is half written
   */
  static Optional<PidFile> read(Path cluster) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file(cluster), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")) {
      return Optional.empty();
    }
    String port = lines.size() > PORT_LINE ? lines.get(PORT_LINE).strip() : "";
    return Optional.of(
        new PidFile(
            Long.parseLong(lines.getFirst().strip()),
            port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0,
            lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready")));
  }

  static Path file(Path cluster) {
    return cluster.resolve("postmaster.pid");
  }
}
