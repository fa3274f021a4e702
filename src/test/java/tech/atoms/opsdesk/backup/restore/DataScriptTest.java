package tech.atoms.opsdesk.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are found in what pg_restore writes, however it comes. */
class DataScriptTest {
  private static final String[] PIECES = {
    "\t", "\\", "\n", "\\.", "\\.\n", "\\N", "\r", "COPY x FROM stdin;", "--", "ä€", "a", "", ";"
  };

  /** Gives few bytes at a time, as a pipe does. */
  private static InputStream dripping(String text, Random random) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public synchronized int read(byte[] into, int from, int length) {
        int most = random.nextInt(4) == 0 ? length : 1 + random.nextInt(7);
        return super.read(into, from, Math.min(length, most));
      }
    };
  }

  /** As COPY writes a value. */
  private static String escaped(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\t", "\\t")
        .replace("\r", "\\r");
  }

  private static String read(InputStream rows, Random random) throws IOException {
    StringBuilder all = new StringBuilder();
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    byte[] into = new byte[1 + random.nextInt(200)];
    for (int read = rows.read(into); read >= 0; read = rows.read(into)) {
      bytes.write(into, 0, read);
    }
    return all.append(bytes.toString(StandardCharsets.UTF_8)).toString();
  }

  @Test
  void everyRowOfEveryTableComesOutAsItWentIn() throws IOException {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      StringBuilder script =
          new StringBuilder("--\n-- dump\n--\n\n\\restrict abc\nSET client_encoding = 'UTF8';\n");
      List<String> tables = new ArrayList<>();
      int many = random.nextInt(4);
      for (int t = 0; t < many; t++) {
        StringBuilder rows = new StringBuilder();
        int count = random.nextInt(50);
        for (int i = 0; i < count; i++) {
          StringBuilder value = new StringBuilder();
          int pieces = random.nextInt(random.nextInt(40) == 0 ? 40_000 : 6);
          for (int p = 0; p < pieces; p++) {
            value.append(PIECES[random.nextInt(PIECES.length)]);
          }
          rows.append(i % 3 == 0 ? "" : i + "\t").append(escaped(value.toString())).append('\n');
        }
        tables.add(rows.toString());
        script.append("COPY public.t").append(t).append(" (a, b) FROM stdin;\n");
        script.append(rows).append("\\.\n\n\n");
      }
      script.append("--\n-- done\n--\n\\unrestrict abc\n");
      DataScript read = new DataScript(dripping(script.toString(), random));
      for (int t = 0; t < many; t++) {
        assertThat(read.next()).isEqualTo("COPY public.t" + t + " (a, b) FROM stdin");
        assertThat(read(read.rows(), random)).as("seed " + seed).isEqualTo(tables.get(t));
      }
      assertThat(read.next()).isNull();
    }
  }

  @Test
  void aScriptThatEndsWithinRowsIsAnErrorWhereverItEnds() {
    String whole = "COPY t (a) FROM stdin;\n1\n\\\\.\n2\n\\.\n";
    for (int cut = "COPY t (a) FROM stdin;\n".length(); cut < whole.length(); cut++) {
      DataScript script = new DataScript(dripping(whole.substring(0, cut), new Random(cut)));
      assertThatThrownBy(
              () -> {
                script.next();
                read(script.rows(), new Random(1));
              })
          .as("cut at " + cut)
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aNameWithTheEndOfALineStaysWhole() throws IOException {
    DataScript script =
        new DataScript(dripping("COPY \"a \nb\" (x) FROM stdin;\n\\.\n", new Random(3)));
    assertThat(script.next()).isEqualTo("COPY \"a \nb\" (x) FROM stdin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (1);\n",
        "DROP TABLE t;\n",
        "SET client_encoding = 'LATIN1';\n",
        "COPY t TO stdout;\n"
      })
  void anythingElseIsRefused(String line) {
    DataScript script = new DataScript(dripping(line, new Random(3)));
    assertThatThrownBy(script::next).isInstanceOf(IOException.class);
  }
}
