package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * What is known of one source at a moment.
 *
 * @param name of the source
 * @param interval how often it is read
 * @param stale no success within three intervals
 * @param silent how long ago it last answered; null: never
 * @param value what the newest reading brought; null where it failed or is older than three
 *     intervals
 * @param failure why the newest reading failed; null where it succeeded or is that old
 * @param number counts the readings, so that a rule can tell a new one from the same one
 */
record SourceFacts(
    String name,
    Duration interval,
    boolean stale,
    @Nullable Duration silent,
    @Nullable Object value,
    @Nullable ProblemException failure,
    long number) {}
