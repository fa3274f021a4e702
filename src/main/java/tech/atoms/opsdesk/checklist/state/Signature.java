package tech.atoms.opsdesk.checklist.state;

import java.time.Instant;
import java.util.Map;

/**
 * A sign-off as it was given.
 *
 * @param item the sign-off's item, e.g. {@code SIGN-02}
 * @param role the role that it was given for
 * @param by the person's name
 * @param login the person's account
 * @param at when
 * @param deployment the deployment that it counts for
 * @param results what the signer saw: item to state, in the checklist's order
 * @param hash over the deployment and the results, see {@link Results}
 * @param note what the person says; may be empty
 */
public record Signature(
    String item,
    String role,
    String by,
    String login,
    Instant at,
    Deployment deployment,
    Map<String, String> results,
    String hash,
    String note) {

  /** Keeps an immutable copy; its order does not matter. */
  public Signature {
    results = Map.copyOf(results);
  }
}
