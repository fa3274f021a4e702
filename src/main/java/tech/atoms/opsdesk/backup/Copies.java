package tech.atoms.opsdesk.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which places were seen to hold a backup: every file of it was read back from there, and was the
 * same. Evidence of that moment; what is there now is seen by looking.
 *
 * @param id the backup's
 * @param copies one for each place
 */
public record Copies(String id, List<Copy> copies) {
  /** Copies the list. */
  public Copies {
    copies = List.copyOf(copies);
  }

  /**
   * A copy.
   *
   * @param place its name in the profile
   * @param where it is, in words
   * @param at when the last of its files was read back
   * @param files that were read back
   */
  public record Copy(String place, String where, Instant at, List<FileCopy> files) {
    /** Copies the list. */
    public Copy {
      files = List.copyOf(files);
    }
  }

  /**
   * A file of a copy.
   *
   * @param file its name
   * @param sha256 of what was read back: 64 hexadecimal digits
   */
  public record FileCopy(String file, long bytes, String sha256) {}

  /** Nothing is known of any place. */
  public static Copies none(String id) {
    return new Copies(id, List.of());
  }

  /** What is known of a place. */
  public Optional<Copy> at(String place) {
    return copies.stream().filter(one -> one.place().equals(place)).findFirst();
  }

  /** The same with what was seen of a place just now. */
  public Copies with(Copy seen) {
    List<Copy> all = new ArrayList<>(copies);
    all.removeIf(one -> one.place().equals(seen.place()));
    all.add(seen);
    return new Copies(id, all);
  }
}
