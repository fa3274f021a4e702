package tech.atoms.opsdesk.backup.store;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Trees;

/**
 * A backup that is fetched: in a directory of another name until all of it is on the disk. What was
 * not finished is removed when this is closed, or by the next one that fetches the same.
 */
public final class Arriving implements AutoCloseable {
  private final Catalogue catalogue;
  private final Path directory;
  private final String id;
  private boolean finished;

  private Arriving(Catalogue catalogue, Path directory, String id) {
    this.catalogue = catalogue;
    this.directory = directory;
    this.id = id;
  }

  /**
   * Begins one.
   *
   * @throws ProblemException where there is too little space for it
   */
  public static Arriving begin(Catalogue catalogue, String id, Manifest manifest)
      throws IOException {
    Path all = catalogue.directory();
    PrivateFiles.directory(all);
    long needed = Shipment.lengths(manifest).values().stream().mapToLong(Long::longValue).sum();
    long left = Files.getFileStore(all).getUsableSpace();
    if (left < needed) {
      throw new ProblemException(
          new Problem(
              "The backup was not fetched",
              all.toString(),
              "%d MB are needed, and %d MB are left"
                  .formatted((needed + 999_999) / 1_000_000, left / 1_000_000),
              "Make space, or name another backup.directory in the profile"));
    }
    Path directory = all.resolve(id + Catalogue.FETCHING);
    Trees.remove(directory);
    PrivateFiles.directory(directory);
    return new Arriving(catalogue, directory, id);
  }

  /** A file of it. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** Writes a file, and forces it to the disk when it is closed. */
  public static OutputStream forced(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new FilterOutputStream(Channels.newOutputStream(channel)) {
      @Override
      public void write(byte[] some, int from, int length) throws IOException {
        out.write(some, from, length);
      }

      @Override
      public void close() throws IOException {
        try (channel) {
          channel.force(true);
        }
      }
    };
  }

  /** Gives the whole its name. */
  public Stored finish() throws IOException {
    Durable.force(directory);
    Durable.move(directory, catalogue.directory().resolve(id));
    finished = true;
    return catalogue
        .named(id)
        .orElseThrow(() -> new IOException(id + " is gone although it was fetched"));
  }

  /** Removes it where it was not finished. */
  @Override
  public void close() throws IOException {
    if (!finished) {
      Trees.remove(directory);
    }
  }
}
