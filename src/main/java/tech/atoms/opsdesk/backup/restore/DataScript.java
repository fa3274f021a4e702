package tech.atoms.opsdesk.backup.restore;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What pg_restore writes for the rows of tables: a COPY statement for each, its rows, and a line
 * that ends them. Read as a stream: no row has to fit into memory. One thread.
 */
final class DataScript {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_LINE = 1 << 20;
  private static final String FROM = " FROM stdin;";
  private static final String ENCODING = "SET client_encoding = ";

  private static final byte[] END = {'\\', '.', '\n'};

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private boolean inRows;

  DataScript(InputStream in) {
    this.in = in;
  }

  /**
   * The statement of the next table, without its semicolon; null at the end. The rows of the one
   * before must have been read to their end.
   *
   * @throws IOException where the script says something that is no table's rows
   */
  @Nullable String next() throws IOException {
    if (inRows) {
      throw new IllegalStateException("rows of the table before are unread");
    }
    for (String line = line(); line != null; line = line()) {
      if (line.startsWith("COPY ")) {
        String statement = whole(line);
        inRows = true;
        return statement.substring(0, statement.length() - 1);
      }
      requireHarmless(line);
    }
    return null;
  }

  /** The rows of the table that {@link #next} has told, as COPY wants them. */
  InputStream rows() {
    return new Rows();
  }

  /** A name in quotes may hold the end of a line. */
  private String whole(String first) throws IOException {
    StringBuilder all = new StringBuilder(first);
    while (all.chars().filter(c -> c == '"').count() % 2 != 0) {
      String more = line();
      if (more == null) {
        throw new EOFException("it ends within a statement");
      }
      all.append('\n').append(more);
    }
    if (!all.toString().endsWith(FROM)) {
      throw new IOException("it has a COPY without rows: " + first);
    }
    return all.toString();
  }

  private static void requireHarmless(String line) throws IOException {
    if (line.startsWith(ENCODING) && !line.equals(ENCODING + "'UTF8';")) {
      throw new IOException("its rows are not in UTF-8: " + line);
    }
    boolean harmless =
        line.isBlank()
            || line.startsWith("--")
            || line.startsWith("SET ")
            || line.startsWith("SELECT pg_catalog.set_config('search_path'")
            || line.startsWith("\\restrict ")
            || line.startsWith("\\unrestrict ");
    if (!harmless) {
      throw new IOException("it says something that is no table's rows");
    }
  }

  /** A line without its end; null at the end of all. */
  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (has(1)) {
      int end = endOfLine(limit);
      line.write(buffer, position, end - position);
      position = end;
      if (buffer[end - 1] == '\n') {
        String text = line.toString(StandardCharsets.UTF_8);
        return text.substring(0, text.length() - 1);
      }
      if (line.size() > LONGEST_LINE) {
        throw new IOException("it has a line without an end");
      }
    }
    return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
  }

  /** Behind the end of the line, or where the search ends. */
  private int endOfLine(int until) {
    for (int i = position; i < until; i++) {
      if (buffer[i] == '\n') {
        return i + 1;
      }
    }
    return until;
  }

  /** Whether so many bytes are there, reading them where they are not. */
  private boolean has(int wanted) throws IOException {
    while (limit - position < wanted) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        return false;
      }
      limit += read;
    }
    return true;
  }

  /** Ends where the rows do; a script that ends before is an error. */
  private final class Rows extends InputStream {
    private boolean startOfLine = true;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int written = 0;
      while (inRows && written < length) {
        if (written > 0 && limit - position < END.length) {
          break; // what is there is handed on before more is waited for
        }
        if (!has(1)) {
          throw new EOFException("it ends within the rows of a table");
        }
        if (startOfLine && isEnd()) {
          position += END.length;
          inRows = false;
          break;
        }
        int end = endOfLine(Math.min(limit, position + length - written));
        System.arraycopy(buffer, position, into, from + written, end - position);
        written += end - position;
        startOfLine = buffer[end - 1] == '\n';
        position = end;
      }
      return written == 0 && length > 0 ? -1 : written;
    }

    /** In rows a backslash is written as two, so that no row looks so. */
    private boolean isEnd() throws IOException {
      if (buffer[position] != END[0] || !has(END.length)) {
        return false;
      }
      return buffer[position + 1] == END[1] && buffer[position + 2] == END[2];
    }
  }
}
