package tech.atoms.opsdesk.backup.store;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Trees;

/**
 * Removes backups: a tombstone says so first, the directory loses its name in one move, and then
 * its files go. Whatever dies in between is finished by the next one, and what is half removed has
 * no name that the catalogue knows. Only while nobody else removes backups of the same catalogue;
 * blocks on the disk.
 */
public final class Removal {
  /** Copies elsewhere stay for so long after the backup itself: who finds it gone can go back. */
  public static final Duration COPIES_STAY = Duration.ofDays(7);

  static final String REMOVED = ".removed";
  private static final String TOMBSTONE = ".tombstone";
  private static final String GRAVE = ".grave";
  private static final String MARK = "restore-of-run-";

  private final Catalogue catalogue;
  private final Path directory;

  /** Of a catalogue. */
  public Removal(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.directory = catalogue.directory();
  }

  /**
   * What is known of a backup that was removed.
   *
   * @param id the backup's
   * @param run that had taken it; empty: none
   * @param at when it was removed
   * @param by who or what removed it
   * @param why in words
   */
  public record Tombstone(String id, String run, Instant at, String by, String why) {
    /** Whole, or not at all. */
    public Tombstone {
      Objects.requireNonNull(id);
      Objects.requireNonNull(run);
      Objects.requireNonNull(at);
    }

    /** Whether copies elsewhere go now. */
    public boolean isDue(Instant now) {
      return !at.plus(COPIES_STAY).isAfter(now);
    }
  }

  /** Where it says that a backup is being removed; once it is, that is a grave. */
  static Path tombstone(Path directory, String id) {
    return directory.resolve(id + TOMBSTONE);
  }

  /**
   * Removes one, unless somebody pins or leases it by now.
   *
   * @param why in words
   * @return what keeps it; empty where it is gone
   */
  public Optional<String> remove(Stored backup, String by, String why, Instant now) {
    String id = backup.id();
    Manifest manifest = backup.manifest();
    String run = manifest == null ? "" : manifest.made().run();
    Path stone = tombstone(directory, id);
    try {
      byte[] json = Sealed.json(new Tombstone(id, run, now, by, why));
      PrivateFiles.write(stone, new String(json, StandardCharsets.UTF_8), true);
      Optional<String> held = held(id, now);
      if (held.isPresent()) {
        Files.deleteIfExists(stone);
        return held;
      }
      Durable.move(backup.directory(), directory.resolve(id + REMOVED));
      bury(id, run);
      return Optional.empty();
    } catch (IOException e) {
      throw trouble(id, e);
    }
  }

  private Optional<String> held(String id, Instant now) {
    Pin pin = catalogue.holds().pins().get(id);
    return pin == null
        ? Optional.ofNullable(catalogue.holds().leases(now).get(id))
        : Optional.of(pin.words());
  }

  private void bury(String id, String run) throws IOException {
    Trees.remove(directory.resolve(id + REMOVED));
    if (run.matches("[A-Za-z0-9-]+")) {
      Files.deleteIfExists(directory.resolve(MARK + run));
    }
    catalogue.holds().unpin(id);
    Durable.move(tombstone(directory, id), directory.resolve(id + GRAVE));
  }

  /**
   * Finishes what died: files of removed backups go, a tombstone of one that still has its name is
   * taken away. Leases that have ended go too.
   */
  public void finish(Instant now) {
    if (Files.notExists(directory)) {
      return;
    }
    try {
      for (Tombstone one : read(TOMBSTONE)) {
        if (Files.exists(directory.resolve(one.id()))) {
          Files.deleteIfExists(tombstone(directory, one.id()));
        } else {
          bury(one.id(), one.run());
        }
      }
      for (Tombstone one : tombstones()) { // of one that was brought back from a copy
        if (Files.exists(directory.resolve(one.id()))) {
          Files.deleteIfExists(directory.resolve(one.id() + GRAVE));
        }
      }
      for (Path left : named(REMOVED)) {
        Trees.remove(left);
      }
      catalogue.holds().sweep(now);
    } catch (IOException e) {
      throw trouble(directory.toString(), e);
    }
  }

  /**
   * Has copies elsewhere removed of what was removed here long enough ago, and forgets it then.
   *
   * @param elsewhere removes the copies of one; returns whether none is left
   * @return whose copies are gone now
   */
  public List<Tombstone> removeCopies(Instant now, Predicate<Tombstone> elsewhere) {
    List<Tombstone> gone = new ArrayList<>();
    try {
      for (Tombstone one : tombstones()) {
        if (one.isDue(now) && Files.notExists(directory.resolve(one.id())) && elsewhere.test(one)) {
          Files.deleteIfExists(directory.resolve(one.id() + GRAVE));
          gone.add(one);
        }
      }
    } catch (IOException e) {
      throw trouble(directory.toString(), e);
    }
    return gone;
  }

  /** Whether something that died is to be finished. */
  public boolean isUnfinished() {
    try {
      return !named(REMOVED).isEmpty() || !named(TOMBSTONE).isEmpty();
    } catch (IOException e) {
      throw trouble(directory.toString(), e);
    }
  }

  /** Of backups that were removed and have copies elsewhere that may still be there. */
  public List<Tombstone> tombstones() {
    return read(GRAVE);
  }

  private List<Tombstone> read(String ending) {
    List<Tombstone> all = new ArrayList<>();
    try {
      for (Path file : named(ending)) {
        try {
          all.add(Sealed.read(Files.readAllBytes(file), Tombstone.class));
        } catch (JacksonException e) {
          throw new IOException(file.getFileName() + " cannot be read", e);
        } catch (NoSuchFileException e) {
          // Another desk has forgotten it meanwhile.
        }
      }
    } catch (IOException e) {
      throw trouble(directory.toString(), e);
    }
    return List.copyOf(all);
  }

  private List<Path> named(String ending) throws IOException {
    if (Files.notExists(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(one -> one.toString().endsWith(ending)).toList();
    }
  }

  private static ProblemException trouble(String where, IOException cause) {
    return new ProblemException(
        new Problem(
            "A backup cannot be removed",
            where,
            String.valueOf(cause.getMessage()),
            "Look at the directory's rights; the next run goes on where this one was"),
        cause);
  }
}
