package tech.atoms.opsdesk.backup.store;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.Secret;

/** Sealed documents of a backup, as files. */
final class Documents {
  private Documents() {}

  /** A document that nobody with the key has sealed. */
  static final class Unsealed extends Exception {
    private static final long serialVersionUID = 1L;

    Unsealed(String name) {
      super(name + " is not sealed with this desk's key: it was changed, or made by another desk");
    }
  }

  /** A backup's own directory. */
  record OnDisk(Path directory) implements Folder {
    @Override
    public byte @Nullable [] small(String file) throws IOException {
      try {
        return Files.readAllBytes(directory.resolve(file));
      } catch (NoSuchFileException e) {
        return null;
      }
    }

    @Override
    public long size(String file) throws IOException {
      Path path = directory.resolve(file);
      return Files.isRegularFile(path) ? Files.size(path) : -1;
    }
  }

  /** Reads one; null where it or its seal is not there. */
  static <T> @Nullable T read(Folder folder, String name, Secret key, Class<T> type)
      throws IOException, Unsealed {
    byte[] json = folder.small(name);
    byte[] seal = json == null ? null : folder.small(name + Catalogue.SEAL);
    if (json == null || seal == null) {
      return null;
    }
    if (!Sealed.isSealed(json, new String(seal, StandardCharsets.US_ASCII), key)) {
      throw new Unsealed(name);
    }
    try {
      return Sealed.read(json, type);
    } catch (JacksonException e) {
      throw new IOException(name + " cannot be read", e);
    }
  }

  /** Removes one, the seal first. */
  static void remove(Path directory, String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name + Catalogue.SEAL));
    Files.deleteIfExists(directory.resolve(name));
    Durable.force(directory);
  }

  /** Writes one. The seal goes first: what is between two versions has none, and counts nothing. */
  static void write(Path directory, String name, Object document, Secret key) throws IOException {
    byte[] json = Sealed.json(document);
    Path seal = directory.resolve(name + Catalogue.SEAL);
    Files.deleteIfExists(seal);
    Durable.write(directory.resolve(name), json);
    Durable.write(seal, Sealed.seal(json, key).getBytes(StandardCharsets.US_ASCII));
  }
}
