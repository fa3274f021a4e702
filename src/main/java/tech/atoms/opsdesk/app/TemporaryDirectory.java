package tech.atoms.opsdesk.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tech.atoms.opsdesk.common.Trees;

/** A directory that only its owner may read, removed with everything in it when closed. */
record TemporaryDirectory(Path path) implements AutoCloseable {

  static TemporaryDirectory create(String prefix) {
    try {
      return new TemporaryDirectory(Files.createTempDirectory(prefix));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Trees.remove(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
