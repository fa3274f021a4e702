package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Source;

/**
 * A source of the monitor and the samples that its values hold.
 *
 * @param <T> what it reads
 * @param name as shown
 * @param interval between two reads
 * @param deadline of one read
 * @param reader reads once; may block
 * @param samples the canonical samples in a value that was read at an instant
 * @param note why it is read less often than the profile asks; null where it is not
 */
record Feed<T>(
    String name,
    Duration interval,
    Duration deadline,
    Callable<T> reader,
    BiFunction<T, Instant, List<Sample>> samples,
    @Nullable String note)
    implements Source<T> {

  /** Without a note. */
  Feed(
      String name,
      Duration interval,
      Duration deadline,
      Callable<T> reader,
      BiFunction<T, Instant, List<Sample>> samples) {
    this(name, interval, deadline, reader, samples, null);
  }

  @Override
  public T read() throws Exception {
    return reader.call();
  }

  /** The samples of a value that this feed has read. */
  @SuppressWarnings("unchecked") // a reading's value comes from this feed's own reader
  List<Sample> samplesOf(Object value, Instant at) {
    return samples.apply((T) value, at);
  }
}
