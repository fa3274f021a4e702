package tech.atoms.opsdesk.backup.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.keep.Clocks;
import tech.atoms.opsdesk.backup.keep.Held;
import tech.atoms.opsdesk.backup.keep.Retention;
import tech.atoms.opsdesk.environment.BackupSettings;

/**
 * How long the backups of a catalogue are kept, as they lie there now.
 *
 * @param all there are, the newest first
 * @param pins by the backup's id
 * @param retention what becomes of each
 * @param refusal why nothing is removed whatever its age; empty where the time can be believed
 */
public record Keeping(
    List<Stored> all, Map<String, Pin> pins, Retention retention, Optional<String> refusal) {
  /** Copies what is given. */
  public Keeping {
    all = List.copyOf(all);
    pins = Map.copyOf(pins);
  }

  /**
   * Reads the catalogue. Blocks on the disk.
   *
   * @param server the time by the database server's clock
   * @param here the time by this machine's
   */
  public static Keeping of(Catalogue catalogue, Instant server, Instant here) {
    return of(catalogue, catalogue.all(), server, here);
  }

  /** As the other, of backups that were read before. */
  public static Keeping of(Catalogue catalogue, List<Stored> all, Instant server, Instant here) {
    Map<String, Pin> pins = catalogue.holds().pins();
    Map<String, String> leases = catalogue.holds().leases(here);
    List<Held> held = all.stream().map(one -> held(one, pins, leases)).toList();
    BackupSettings settings = catalogue.settings();
    return new Keeping(
        all,
        pins,
        Retention.of(held, settings.keep(), server),
        Clocks.refusal(held, settings.schedule(), server, here));
  }

  private static Held held(Stored one, Map<String, Pin> pins, Map<String, String> leases) {
    Manifest manifest = one.manifest();
    Pin pin = pins.get(one.id());
    return new Held(
        one.id(),
        manifest == null ? null : manifest.at(),
        one.state() == Stored.State.VERIFIED,
        manifest != null && manifest.made().isScheduled(),
        pin == null ? "" : pin.words(),
        leases.getOrDefault(one.id(), ""));
  }
}
