package tech.atoms.opsdesk.workflow.warm;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request that was to keep a server warm.
 *
 * @param at when
 * @param host the machine of the desk that asked
 * @param took how long the answer took; null: there was none
 * @param trouble why it was no success; empty where it was one
 */
public record Ping(Instant at, String host, @Nullable Duration took, String trouble) {}
