package tech.atoms.opsdesk.sandbox.checkout;

import java.time.Instant;

/**
 * A version that was deployed.
 *
 * @param version its tag, e.g. "v1.5.0"
 * @param message of the commit
 * @param author of the commit
 * @param at when it was committed
 */
public record Release(String version, String message, String author, Instant at) {}
