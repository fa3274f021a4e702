package tech.atoms.opsdesk.backup.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.Manifest;

/**
 * The files of a backup that belong to every copy of it, in the order in which they are written:
 * whatever there is, then the proof, and last the manifest, without which there is no backup.
 */
public final class Shipment {
  private static final List<String> LAST =
      List.of(
          Catalogue.PROOF,
          Catalogue.PROOF + Catalogue.SEAL,
          Catalogue.MANIFEST + Catalogue.SEAL,
          Catalogue.MANIFEST);

  private Shipment() {}

  /** Whether a file belongs to copies: what is of this desk alone, or half written, does not. */
  private static boolean belongs(String name) {
    return !name.startsWith(Catalogue.COPIES) && !name.endsWith(Catalogue.PARTIAL);
  }

  /** The files in a backup's directory. */
  public static List<Path> files(Stored backup) throws IOException {
    try (Stream<Path> all = Files.list(backup.directory())) {
      return all.filter(Files::isRegularFile)
          .filter(one -> belongs(String.valueOf(one.getFileName())))
          .sorted(Comparator.comparing(one -> String.valueOf(one.getFileName()), order()))
          .toList();
    }
  }

  /** In which order names are written. */
  public static Comparator<String> order() {
    return Comparator.<String>comparingInt(LAST::indexOf).thenComparing(name -> name);
  }

  /** What the manifest says of files: SHA-256 by name, 64 hexadecimal digits. */
  public static Map<String, String> hashes(Manifest manifest) {
    Map<String, String> known = new HashMap<>();
    known.put(manifest.archive().file(), manifest.archive().sha256());
    for (Enclosed one : manifest.enclosed()) {
      if (one.isThere()) {
        known.put(one.file(), one.sha256());
      }
    }
    return known;
  }

  /** What the manifest says of files: lengths by name, in bytes. */
  public static Map<String, Long> lengths(Manifest manifest) {
    Map<String, Long> known = new HashMap<>();
    known.put(manifest.archive().file(), manifest.archive().bytes());
    for (Enclosed one : manifest.enclosed()) {
      if (one.isThere()) {
        known.put(one.file(), one.bytes());
      }
    }
    return known;
  }

  /** Names that a backup has to have, where its manifest is known. */
  public static List<String> needed(Manifest manifest) {
    List<String> names = new ArrayList<>(lengths(manifest).keySet());
    names.add(Catalogue.MANIFEST);
    names.add(Catalogue.MANIFEST + Catalogue.SEAL);
    return names;
  }
}
