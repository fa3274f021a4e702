package tech.atoms.opsdesk.backup.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.common.Trees;
import tech.atoms.opsdesk.environment.Secret;

/**
 * A backup while it is made: in a directory of another name until everything is on the disk. What
 * was not finished is removed when this is closed, or swept by the next one.
 */
public final class Partial implements AutoCloseable {
  private final Catalogue catalogue;
  private final Path partial;
  private final String id;
  private boolean finished;

  private Partial(Catalogue catalogue, Path partial, String id) {
    this.catalogue = catalogue;
    this.partial = partial;
    this.id = id;
  }

  /**
   * Begins one, and sweeps what earlier ones have left. Only while nobody else makes a backup of
   * the same database.
   */
  public static Partial begin(Catalogue catalogue, String id) throws IOException {
    Path directory = catalogue.directory();
    PrivateFiles.directory(directory);
    List<Path> left;
    try (Stream<Path> entries = Files.list(directory)) {
      left = entries.filter(one -> one.toString().endsWith(Catalogue.PARTIAL)).toList();
    }
    for (Path one : left) {
      Trees.remove(one);
    }
    Path partial = directory.resolve(id + Catalogue.PARTIAL);
    PrivateFiles.directory(partial);
    return new Partial(catalogue, partial, id);
  }

  /** The archive's file; the caller writes it, and forces it to the disk. */
  public Path file(String name) {
    return partial.resolve(name);
  }

  /** Writes what belongs beside the archive, and gives the whole its name. */
  public Stored finish(Manifest manifest) throws IOException {
    byte[] json = Sealed.json(manifest);
    Secret key = catalogue.key();
    Durable.write(partial.resolve(Catalogue.MANIFEST), json);
    Durable.write(
        partial.resolve(Catalogue.MANIFEST + Catalogue.SEAL),
        Sealed.seal(json, key).getBytes(StandardCharsets.US_ASCII));
    Durable.write(
        partial.resolve(ByHand.PREREQUISITES),
        ByHand.prerequisites(manifest).getBytes(StandardCharsets.UTF_8));
    Durable.write(
        partial.resolve(ByHand.GUIDE), ByHand.guide(manifest).getBytes(StandardCharsets.UTF_8));
    Durable.force(partial);
    Path whole = catalogue.directory().resolve(id);
    Durable.move(partial, whole);
    finished = true;
    return new Stored(id, whole, manifest, null, "");
  }

  /** Removes it where it was not finished. */
  @Override
  public void close() throws IOException {
    if (!finished) {
      Trees.remove(partial);
    }
  }
}
