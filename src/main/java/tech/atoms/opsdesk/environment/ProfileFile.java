package tech.atoms.opsdesk.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** Reads a profile's text, whatever the path turns out to be. */
final class ProfileFile {
  static final int MOST_BYTES = 1 << 20;
  private static final String UTF8 = "Save the profile as plain text in UTF-8";

  private ProfileFile() {}

  static String read(Path file) {
    if (Files.isDirectory(file)) {
      throw refused(file, "it is a directory", "Name the file in it, e.g. profile.yaml");
    }
    if (!Files.exists(file)) {
      throw new ProblemException(
          new Problem(
              "There is no profile",
              file.toString(),
              "the file does not exist",
              "Start the sandbox, which brings its own profile (opsdesk sandbox), or write one as"
                  + " docs/profile.md shows"));
    }
    if (!Files.isRegularFile(file)) {
      throw refused(file, "it is not a regular file", "Name a file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (AccessDeniedException e) {
      throw refused(file, "no right to read it", "Give yourself the right: chmod u+r " + file);
    } catch (IOException e) {
      throw refused(file, "reading it failed (" + e.getClass().getSimpleName() + ")", "Try again");
    }
    if (bytes.length > MOST_BYTES) {
      throw refused(
          file,
          "it is larger than " + MOST_BYTES + " bytes, which no profile is",
          "Name the right file with --profile");
    }
    String text = decode(file, bytes);
    if (text.isBlank()) {
      throw refused(file, "it is empty", "Write one as docs/profile.md shows");
    }
    return text;
  }

  private static String decode(Path file, byte[] bytes) {
    if (bytes.length >= 2
        && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
            || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF))) {
      throw refused(file, "it is written in UTF-16", UTF8);
    }
    for (byte one : bytes) {
      if (one == 0) {
        throw refused(file, "it is a binary file, not text", "Name the right file with --profile");
      }
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refused(file, "it is not valid UTF-8", UTF8);
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  static ProblemException refused(Path file, String why, String next) {
    return new ProblemException(
        new Problem("The profile cannot be read", file.toString(), why, next));
  }
}
