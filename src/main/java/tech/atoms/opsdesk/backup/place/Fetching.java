package tech.atoms.opsdesk.backup.place;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tech.atoms.opsdesk.backup.Copies;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.store.Arriving;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Shipment;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Sha256;

/** Fetches a backup from a place into the environment's own directory. One thread. */
public final class Fetching {
  private static final int PIECE = 1 << 16;
  private static final int MEGABYTE = 1_000_000;

  private final Catalogue catalogue;
  private final InstantSource clock;

  /** Of an environment. */
  public Fetching(Catalogue catalogue, InstantSource clock) {
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /**
   * Fetches one: every file that the manifest knows is compared with it. One that is here already
   * and of use is left as it is.
   *
   * @param place stays open
   * @param progress told how far it is, in words
   * @throws ProblemException where it is not there, or no use, or arrives as something else
   */
  public Stored fetch(String id, Place place, Consumer<String> progress) {
    Stored here = catalogue.named(id).orElse(null);
    if (here != null && here.manifest() != null) {
      return here;
    }
    Shelf shelf = new Shelf(catalogue, place);
    Map<String, Long> files = shelf.listed().get(id);
    if (files == null) {
      throw Troubles.at(
          place,
          "There is no such backup",
          "none of the name " + id + " is there",
          "See 'opsdesk backup list --from " + place.name() + "'",
          null);
    }
    Stored there = shelf.each(Map.of(id, files)).get(id);
    Manifest manifest = there == null ? null : there.manifest();
    if (manifest == null) {
      throw Troubles.at(
          place,
          "The copy is no use",
          id + ": " + (there == null ? "it is gone" : there.problem()),
          "Fetch it from another place, or another one",
          null);
    }
    if (here != null) {
      throw new ProblemException(
          new Problem(
              "The backup is here already, and no use",
              here.directory().toString(),
              here.problem(),
              "Move that directory away, and fetch it again"));
    }
    try (Arriving arriving = Arriving.begin(catalogue, id, manifest)) {
      List<Copies.FileCopy> read = new ArrayList<>();
      Map<String, String> hashes = Shipment.hashes(manifest);
      for (String name : files.keySet().stream().sorted(Shipment.order()).toList()) {
        String sha256 = bring(place, shelf.name(id, name), arriving.file(name), progress);
        if (!sha256.equals(hashes.getOrDefault(name, sha256))) {
          throw Troubles.at(
              place,
              "The copy is no use",
              name + " of " + id + " is not what was written: its SHA-256 differs",
              "Fetch it from another place, or another one",
              null);
        }
        read.add(new Copies.FileCopy(name, files.getOrDefault(name, 0L), sha256));
      }
      Stored whole = arriving.finish();
      catalogue.keep(
          whole,
          Copies.none(id)
              .with(new Copies.Copy(place.name(), place.where(), clock.instant(), read)));
      return whole;
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "The backup was not fetched",
              catalogue.directory().toString(),
              Troubles.why(e),
              "Look at the directory's rights and space, and fetch it again"),
          e);
    }
  }

  private static String bring(Place place, String name, Path to, Consumer<String> progress)
      throws IOException {
    MessageDigest digest = Sha256.ofStream();
    String file = name.substring(name.lastIndexOf('/') + 1);
    try (InputStream in = place.read(name);
        OutputStream out = new DigestOutputStream(Arriving.forced(to), digest)) {
      byte[] piece = new byte[PIECE];
      long all = 0;
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        out.write(piece, 0, n);
        all += n;
        progress.accept("%s: %s, %.1f MB".formatted(place.name(), file, (double) all / MEGABYTE));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
