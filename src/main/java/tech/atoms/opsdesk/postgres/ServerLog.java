package tech.atoms.opsdesk.postgres;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.common.Masking;

/** The server's log file: one kept back, the last lines for a person. */
final class ServerLog {
  private static final long LARGEST = 8L << 20;
  private static final int TAIL_BYTES = 4096;
  private static final int TAIL_LINES = 5;

  private final Path file;
  private long start;

  ServerLog(Path file) {
    this.file = file;
  }

  /** Where the server writes. */
  Path file() {
    return file;
  }

  /** Begins a new run: moves a large file aside and remembers where the new lines start. */
  void begin() throws IOException {
    if (Files.exists(file) && Files.size(file) > LARGEST) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    start = Files.exists(file) ? Files.size(file) : 0;
  }

  /** Everything of this run that is still in the last few kilobytes. */
  String newest() {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(start, in.length() - TAIL_BYTES);
      byte[] tail = new byte[(int) Math.max(0, in.length() - from)];
      in.seek(from);
      in.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** The last lines of this run, joined to one. */
  String lastLines() {
    return inOneLine(newest());
  }

  /** The last lines of a program's output, joined to one, without secrets. */
  static String inOneLine(String output) {
    List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    String joined =
        lines.stream()
            .skip(Math.max(0, lines.size() - TAIL_LINES))
            .collect(Collectors.joining(" / "));
    return joined.isEmpty() ? "it wrote nothing" : Masking.mask(joined);
  }
}
