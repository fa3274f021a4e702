package tech.atoms.opsdesk.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * A secret in a file that only its owner may use. Where the file system knows no owner and mode
 * (Windows), the access rules of the folder apply.
 */
final class SecretFile {
  private static final int MOST_BYTES = 64 * 1024;
  private static final Set<PosixFilePermission> ALLOWED =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final SecretRef ref;
  private final Path file;

  SecretFile(SecretRef ref, Path directory) {
    this.ref = ref;
    try {
      this.file = HomePath.resolve(directory, ref.name());
    } catch (InvalidPathException e) {
      throw Secrets.missing(ref, "no file can have that name", "Correct the name in the profile");
    }
  }

  String read() {
    if (!Files.exists(file)) {
      throw Secrets.missing(
          ref,
          "the file " + file + " does not exist",
          "Write the secret into it and run: chmod 600 " + file);
    }
    if (!Files.isRegularFile(file)) {
      throw Secrets.missing(ref, file + " is not a regular file", "Name a file");
    }
    byte[] bytes;
    try {
      requirePrivate();
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MOST_BYTES + 1);
      }
    } catch (IOException e) {
      throw Secrets.missing(
          ref,
          "reading " + file + " failed (" + e.getClass().getSimpleName() + ")",
          "Give yourself the right: chmod 600 " + file);
    }
    if (bytes.length > MOST_BYTES) {
      throw Secrets.missing(
          ref, file + " is larger than " + MOST_BYTES + " bytes", "Name the right file");
    }
    String text = decode(bytes).replaceFirst("[\\r\\n]+\\z", "");
    if (text.isBlank()) {
      throw Secrets.missing(ref, "the file " + file + " is empty", "Write the secret into it");
    }
    return text;
  }

  private String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Secrets.missing(ref, file + " is not text in UTF-8", "Name the right file");
    }
  }

  private void requirePrivate() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    PosixFileAttributes attributes = view.readAttributes();
    String owner = attributes.owner().getName();
    if (!isMine(attributes)) {
      throw refused(
          "it belongs to " + owner + ", not to you", "Make it yours: chown \"$USER\" " + file);
    }
    if (!ALLOWED.containsAll(attributes.permissions())) {
      throw refused(
          "others may use it (mode "
              + PosixFilePermissions.toString(attributes.permissions())
              + ")",
          "chmod 600 " + file);
    }
  }

  /** By number where the system shows ours, because an account need not have a name. */
  private boolean isMine(PosixFileAttributes attributes) throws IOException {
    Object mine = uid(Path.of("/proc/self"));
    return mine == null
        ? attributes.owner().getName().equals(System.getProperty("user.name"))
        : mine.equals(uid(file));
  }

  private static @Nullable Object uid(Path path) throws IOException {
    return Files.exists(path) ? Files.getAttribute(path, "unix:uid") : null;
  }

  private ProblemException refused(String why, String next) {
    return new ProblemException(
        new Problem(SecretResolver.REFUSED, ref + " (" + file + ")", why, next));
  }
}
