package tech.atoms.opsdesk.backup.place;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tech.atoms.opsdesk.backup.Copies;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Shipment;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * Copies a backup to a place, reads every file back from there and compares its SHA-256. What is
 * there already and the same is not sent again. One thread; {@link #progress} and {@link #cancel}
 * on any.
 */
public final class Copying {
  private static final int MEGABYTE = 1_000_000;

  private final Catalogue catalogue;
  private final InstantSource clock;
  private volatile String progress = "";
  private volatile boolean cancelled;

  /** Of an environment. */
  public Copying(Catalogue catalogue, InstantSource clock) {
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /** How far it is, in words; empty before it has begun. */
  public String progress() {
    return progress;
  }

  /** Ends it: what is there whole stays, and is not sent again. */
  public void cancel() {
    cancelled = true;
  }

  /**
   * Copies one, and keeps in the catalogue that it was read back.
   *
   * @param place stays open
   * @throws ProblemException where it is no use, or the place does not take or keep it
   */
  public void copy(Stored backup, Place place) {
    Map<String, String> sealed = Shipment.hashes(new Archived(backup).manifest());
    try {
      Shelf shelf = new Shelf(catalogue, place);
      List<Path> files = Shipment.files(backup);
      Work work = new Work(place, shelf, backup, files);
      List<Copies.FileCopy> read = new ArrayList<>();
      Map<String, Long> there =
          prepared(work, files, sealed, shelf.listed().getOrDefault(backup.id(), Map.of()));
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        String sha256 = Hashes.of(file);
        if (!sha256.equals(sealed.getOrDefault(name, sha256))) {
          throw broken(backup, name + " is not what was written: its SHA-256 differs");
        }
        read.add(work.bring(file, name, sha256, there.getOrDefault(name, -1L)));
      }
      Copies known = catalogue.copies(backup);
      if (isProofTakenBack(backup, known, place.name())) {
        place.delete(shelf.name(backup.id(), Catalogue.PROOF + Catalogue.SEAL));
        place.delete(shelf.name(backup.id(), Catalogue.PROOF));
      }
      catalogue.keep(
          backup, known.with(new Copies.Copy(place.name(), place.where(), clock.instant(), read)));
    } catch (IOException e) {
      throw Troubles.at(
          place,
          "The backup was not copied",
          Troubles.why(e),
          "Try again; what is there whole is not sent again",
          e);
    }
  }

  /** Whether this desk has brought a proof there that is here no more: it was no use once tried. */
  private static boolean isProofTakenBack(Stored backup, Copies known, String place) {
    return Files.notExists(backup.directory().resolve(Catalogue.PROOF))
        && known
            .at(place)
            .filter(copy -> copy.files().stream().anyMatch(Copying::isProof))
            .isPresent();
  }

  private static boolean isProof(Copies.FileCopy file) {
    return file.file().equals(Catalogue.PROOF);
  }

  /**
   * A seal that does not fit goes before its document is replaced: what is between two versions
   * counts for nothing.
   *
   * @return lengths of what is there then, by name
   */
  private static Map<String, Long> prepared(
      Work work, List<Path> files, Map<String, String> sealed, Map<String, Long> there)
      throws IOException {
    Map<String, Long> left = new HashMap<>(there);
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      String seal = name + Catalogue.SEAL;
      boolean replaced =
          !sealed.containsKey(name)
              && there.containsKey(name)
              && there.containsKey(seal)
              && !work.isSame(name, Hashes.of(file));
      if (replaced) {
        work.place.delete(work.shelf.name(work.backup.id(), seal));
        left.remove(seal);
      }
    }
    return left;
  }

  /**
   * Removes the copy of a backup; the manifest first, so that half a copy is none.
   *
   * @param id the backup's
   */
  public void remove(String id, Place place) {
    Shelf shelf = new Shelf(catalogue, place);
    List<String> names = new ArrayList<>(shelf.listed().getOrDefault(id, Map.of()).keySet());
    names.sort(Shipment.order().reversed());
    names.forEach(name -> place.delete(shelf.name(id, name)));
  }

  /**
   * Whether every file of a backup, as it is here now, was once read back from a place.
   *
   * @param copies what is known of the backup's copies
   */
  public static boolean isRead(Stored backup, Copies copies, String place) {
    Copies.Copy copy = copies.at(place).orElse(null);
    Manifest manifest = backup.manifest();
    if (copy == null || manifest == null || isProofTakenBack(backup, copies, place)) {
      return false;
    }
    Map<String, String> read = new HashMap<>();
    copy.files().forEach(one -> read.put(one.file(), one.sha256()));
    Map<String, String> sealed = Shipment.hashes(manifest);
    try {
      for (Path file : Shipment.files(backup)) {
        String name = String.valueOf(file.getFileName());
        String here = sealed.containsKey(name) ? sealed.get(name) : Hashes.of(file);
        if (!Objects.equals(read.get(name), here)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static ProblemException broken(Stored backup, String why) {
    return new ProblemException(
        new Problem(
            "The backup is no use",
            backup.id(),
            why,
            "Take another one; see 'opsdesk backup list'"));
  }

  /** One backup on its way to one place. */
  private final class Work {
    private final Place place;
    private final Shelf shelf;
    private final Stored backup;
    private final long all;
    private long before;

    Work(Place place, Shelf shelf, Stored backup, List<Path> files) throws IOException {
      this.place = place;
      this.shelf = shelf;
      this.backup = backup;
      long sum = 0;
      for (Path file : files) {
        sum += Files.size(file);
      }
      all = sum;
    }

    /** Sends a file where it is not there the same, and reads it back. */
    Copies.FileCopy bring(Path file, String name, String sha256, long there) throws IOException {
      long bytes = Files.size(file);
      if (there != bytes || !isSame(name, sha256)) {
        place.write(
            shelf.name(backup.id(), name), file, sha256, sent -> tell("sent", before + sent));
        if (!isSame(name, sha256)) {
          throw Troubles.at(
              place,
              "The copy is not what was sent",
              name + " of " + backup.id() + " reads back with another SHA-256",
              "Look at the place's storage; the backup itself is whole. Copying again sends it"
                  + " anew",
              null);
        }
      }
      before += bytes;
      return new Copies.FileCopy(name, bytes, sha256);
    }

    boolean isSame(String name, String sha256) throws IOException {
      try (InputStream in = place.read(shelf.name(backup.id(), name))) {
        return Hashes.of(in, read -> tell("read back", before + read)).equals(sha256);
      }
    }

    private void tell(String what, long bytes) {
      if (cancelled) {
        throw Troubles.at(
            place,
            "The backup was not copied",
            "its end was asked for",
            "Copy it again; what is there whole is not sent again",
            null);
      }
      progress =
          "%s: %s %.1f of %.1f MB"
              .formatted(place.name(), what, (double) bytes / MEGABYTE, (double) all / MEGABYTE);
    }
  }
}
