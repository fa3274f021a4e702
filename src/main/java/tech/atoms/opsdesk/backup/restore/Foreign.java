package tech.atoms.opsdesk.backup.restore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * A dump that this desk has not made: a file or directory of pg_dump. Without a manifest nobody can
 * say that it holds what was there. Blocks on the disk.
 *
 * @param file where it lies
 * @param kind which of pg_dump's formats
 * @param oldest the client programs of this major version, or a later one, read it; 0: any
 */
public record Foreign(Path file, Kind kind, int oldest) {
  static final String NOWHERE =
      System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null";

  private static final String COMPLETE = "-- PostgreSQL database dump complete";
  private static final byte[] CUSTOM = "PGDMP".getBytes(StandardCharsets.US_ASCII);
  private static final String AGE = "age-encryption.org/";
  private static final int TAR_MAGIC = 257;
  private static final int BLOCK = 512;

  /** A tar's first file is toc.dat, whose head is that of the custom format. */
  private static final int HEAD = BLOCK + 16;

  /** Minor version of an archive's format, from which on so recent a pg_restore is needed. */
  private static final int OF_16 = 15;

  private static final int OF_17 = 16;

  /** Of psql's own commands those that pg_dump writes; others may run programs. */
  private static final Set<String> HARMLESS = Set.of("\\restrict", "\\unrestrict", "\\.");

  private static final Pattern COPY = Pattern.compile("COPY .* FROM stdin;");

  /** The formats. */
  public enum Kind {
    /** {@code -Fc}. */
    CUSTOM("custom format"),
    /** {@code -Fd}. */
    DIRECTORY("directory format"),
    /** {@code -Ft}. */
    TAR("tar format"),
    /** {@code -Fp}, SQL. */
    PLAIN("plain SQL");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /**
   * Looks at a file.
   *
   * @throws ProblemException where it is no dump, is encrypted, or would run programs
   */
  public static Foreign of(Path file) {
    try {
      if (Files.isDirectory(file)) {
        Path contents = file.resolve("toc.dat");
        if (!Files.isRegularFile(contents)) {
          throw refused(file, "it is a directory without toc.dat, which pg_dump -Fd writes");
        }
        return new Foreign(file, Kind.DIRECTORY, oldest(head(contents)));
      }
      if (!Files.isRegularFile(file)) {
        throw refused(file, "there is no such file");
      }
      byte[] head = head(file);
      if (starts(head, CUSTOM)) {
        return new Foreign(file, Kind.CUSTOM, oldest(head));
      }
      if (head.length > TAR_MAGIC + 5
          && new String(head, TAR_MAGIC, 5, StandardCharsets.US_ASCII).equals("ustar")) {
        return new Foreign(file, Kind.TAR, oldest(Arrays.copyOfRange(head, BLOCK, HEAD)));
      }
      return plain(file, head);
    } catch (IOException e) {
      throw refused(file, "it cannot be read: " + e.getMessage());
    }
  }

  private static Foreign plain(Path file, byte[] head) throws IOException {
    String text = new String(head, StandardCharsets.UTF_8);
    if (text.startsWith(AGE)) {
      throw refused(
          file,
          "it is encrypted by age: decrypt it first (age --decrypt), or name the backup's id");
    }
    if (head.length > 1 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
      throw refused(file, "it is compressed by gzip: unpack it first");
    }
    if (!text.contains("PostgreSQL database dump")) {
      throw refused(file, "it is no dump of pg_dump: its head is none of the four formats");
    }
    requireHarmless(file);
    return new Foreign(file, Kind.PLAIN, 0);
  }

  /** A script may tell psql to run programs; rows may begin with the same sign. */
  private static void requireHarmless(Path file) throws IOException {
    boolean rows = false;
    boolean complete = false;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (rows) {
          rows = !line.equals("\\.");
        } else if (COPY.matcher(line).matches()) {
          rows = true;
        } else if (line.startsWith("\\") && !HARMLESS.contains(line.split(" ", 2)[0])) {
          throw refused(file, "it holds a command of psql: " + line.split(" ", 2)[0]);
        }
        if (!rows && (line.equals("BEGIN;") || line.equals("COMMIT;"))) {
          throw refused(file, "it ends transactions itself, as scripts with large objects do");
        }
        complete |= !rows && line.equals(COMPLETE);
      }
    }
    if (!complete) {
      throw refused(file, "it is cut short: its end is not that of a dump");
    }
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HEAD);
    }
  }

  private static boolean starts(byte[] head, byte[] with) {
    return head.length >= with.length && Arrays.equals(head, 0, with.length, with, 0, with.length);
  }

  /** "PGDMP", then the version of the format, a byte each. */
  private static int oldest(byte[] head) {
    int minor = head.length > 6 && starts(head, CUSTOM) ? head[6] & 0xff : 0;
    return minor >= OF_17 ? 17 : minor >= OF_16 ? 16 : 0;
  }

  /**
   * Gives a script to psql, which runs none of its own commands meanwhile, wherever in a line they
   * stand: only who knows the word can let it again. Its transaction is begun and ended here:
   * psql's own option commits whatever came before its input ended.
   *
   * @param publicIsThere whether the schema is there already, and is not made
   * @throws IOException where it cannot be read, or psql reads no more
   */
  void script(OutputStream to, boolean publicIsThere) throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String word = HexFormat.of().formatHex(random);
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      Writer psql = new OutputStreamWriter(to, StandardCharsets.UTF_8);
      psql.write("\\restrict " + word + "\nBEGIN;\n");
      boolean rows = false;
      boolean complete = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        boolean left =
            !rows && (line.startsWith("\\restrict ") || line.startsWith("\\unrestrict "));
        left |= !rows && publicIsThere && line.equals("CREATE SCHEMA public;");
        if (!left) {
          psql.write(line);
          psql.write('\n');
        }
        rows = rows ? !line.equals("\\.") : COPY.matcher(line).matches();
        complete |= !rows && line.equals(COMPLETE);
      }
      if (!complete) {
        throw new IOException("it was cut short meanwhile");
      }
      psql.write("COMMIT;\n\\unrestrict " + word + "\n");
      psql.flush();
    }
  }

  /** What pg_restore or psql is given; a script comes by {@link #script}. */
  List<String> arguments() {
    return kind == Kind.PLAIN
        ? List.of(
            "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=" + NOWHERE, "--file=-")
        : List.of(
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            file.toString());
  }

  static ProblemException refused(Path file, String why) {
    return new ProblemException(
        new Problem(
            "The dump is not restored",
            file.toString(),
            why,
            "Nothing was touched. Name a file or directory that pg_dump has written"));
  }
}
