package tech.atoms.opsdesk.checklist.record;

import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.checklist.state.Recorded;
import tech.atoms.opsdesk.checklist.state.Signature;
import tech.atoms.opsdesk.checklist.state.Tick;
import tech.atoms.opsdesk.checklist.state.Waiver;

/**
 * What the store holds of an environment, at one instant.
 *
 * @param findings the newest of every check and deployment
 * @param ticks by item
 * @param waivers by item
 * @param signatures by item
 * @param versions by item; 0 where an item is not there
 */
public record Stored(
    List<Recorded> findings,
    Map<String, Tick> ticks,
    Map<String, Waiver> waivers,
    Map<String, Signature> signatures,
    Map<String, Long> versions) {
  /** Nothing yet. */
  public static final Stored EMPTY = new Stored(List.of(), Map.of(), Map.of(), Map.of(), Map.of());

  /** Copies all of it. */
  public Stored {
    findings = List.copyOf(findings);
    ticks = Map.copyOf(ticks);
    waivers = Map.copyOf(waivers);
    signatures = Map.copyOf(signatures);
    versions = Map.copyOf(versions);
  }
}
