package tech.atoms.opsdesk.checklist.state;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.CheckSpec;

/**
 * Everything that is known of an environment.
 *
 * @param checks the checks that there are
 * @param findings newest findings, at least one per check and deployment where there are some
 * @param ticks by item
 * @param waivers by item
 * @param signatures by item
 * @param deployment what is live; null where it is not known
 */
public record Known(
    List<CheckSpec> checks,
    List<Recorded> findings,
    Map<String, Tick> ticks,
    Map<String, Waiver> waivers,
    Map<String, Signature> signatures,
    @Nullable Deployment deployment) {

  /** Copies the lists. */
  public Known {
    checks = List.copyOf(checks);
    findings = List.copyOf(findings);
    ticks = Map.copyOf(ticks);
    waivers = Map.copyOf(waivers);
    signatures = Map.copyOf(signatures);
  }
}
