package tech.atoms.opsdesk.sandbox.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tech.atoms.opsdesk.common.PrivateFiles;

/** Files that were sent, by their SHA-1; kept on disk. Safe on any thread. */
final class Uploads {
  private final Path directory;

  Uploads(Path directory) {
    this.directory = directory;
  }

  Route route() {
    return Route.file("/(?:now/)?files", this::take);
  }

  private Answer take(Question question) {
    String told = question.header("x-vercel-digest");
    String digest = told == null ? question.header("x-now-digest") : told;
    if (digest == null) {
      return Answer.error(400, "missing_digest", "The x-vercel-digest header is missing");
    }
    if (!digest.toLowerCase(Locale.ROOT).equals(sha1(question.content()))) {
      return Answer.error(400, "invalid_sha", "The file does not have the digest that it should");
    }
    keep(question.content());
    return Answer.ok(Map.of("urls", List.of()));
  }

  /** Keeps a file, and tells its digest. */
  String keep(byte[] content) {
    String digest = sha1(content);
    try {
      PrivateFiles.directory(directory);
      Path file = directory.resolve(digest);
      if (!Files.exists(file)) {
        Path next = Files.createTempFile(directory, digest, ".next");
        Files.write(next, content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return digest;
  }

  boolean has(String digest) {
    return digest.matches("[0-9a-f]{40}") && Files.exists(directory.resolve(digest));
  }

  byte[] read(String digest) {
    try {
      return Files.readAllBytes(directory.resolve(digest));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sha1(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
