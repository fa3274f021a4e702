package tech.atoms.opsdesk.metric;

import java.time.Duration;

/**
 * Something that is read again and again.
 *
 * @param <T> what a read brings
 */
public interface Source<T> {

  /** Its name, as the footer shows it, e.g. "Health". */
  String name();

  /** How often it is read. */
  Duration interval();

  /** How long one read may take before it counts as failed. */
  Duration deadline();

  /**
   * Reads once. Runs on a virtual thread, never twice at the same time, and is interrupted when the
   * deadline has passed or the sampler closes.
   *
   * @return what was read
   * @throws Exception a {@link tech.atoms.opsdesk.common.ProblemException} where the failure can be
   *     told in words
   */
  T read() throws Exception;
}
