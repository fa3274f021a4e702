package tech.atoms.opsdesk.sandbox.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Answers of reads, kept for a while, the least recently used going first where space is short. A
 * write takes out what it made untrue by its topic. Safe on any thread.
 */
final class ReadCache {
  private static final int OVERHEAD_BYTES = 128;
  private static final String PROBE = "health-probe";

  private record Entry(String topic, Map<String, Object> value, int bytes, Instant until) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>(256, 0.75f, true);
  private final InstantSource clock;
  private final Duration ttl;
  private final long maxBytes;
  private final BooleanSupplier cold;
  private final Measures measures;
  private final AtomicLong writes = new AtomicLong();
  private long bytes;

  /**
   * An empty cache.
   *
   * @param cold while true, no read hits
   * @param measures counts hits and misses
   */
  ReadCache(
      InstantSource clock, Duration ttl, long maxBytes, BooleanSupplier cold, Measures measures) {
    this.clock = clock;
    this.ttl = ttl;
    this.maxBytes = maxBytes;
    this.cold = cold;
    this.measures = measures;
  }

  /**
   * Reads through the cache.
   *
   * @param topic what a write names to {@link #forget} it
   * @param key identifies the read
   * @param load reads it where the cache has nothing
   */
  Map<String, Object> read(String topic, String key, Supplier<Map<String, Object>> load) {
    Optional<Map<String, Object>> held = cold.getAsBoolean() ? Optional.empty() : get(key);
    measures.cacheRead(held.isPresent());
    if (held.isPresent()) {
      return held.get();
    }
    long before = writes.get();
    Map<String, Object> loaded = load.get();
    if (writes.get() == before) {
      put(topic, key, loaded);
    }
    return loaded;
  }

  /** Takes out every answer of a topic. */
  synchronized void forget(String topic) {
    writes.incrementAndGet();
    entries.values().removeIf(entry -> entry.topic().equals(topic) && freed(entry));
  }

  /** Whether a value put in comes out again. */
  synchronized boolean works() {
    put(PROBE, PROBE, Map.of());
    boolean back = get(PROBE).isPresent();
    Entry probe = entries.remove(PROBE);
    return back && probe != null && freed(probe);
  }

  synchronized long bytes() {
    return bytes;
  }

  long maxBytes() {
    return maxBytes;
  }

  private synchronized Optional<Map<String, Object>> get(String key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (!clock.instant().isBefore(entry.until())) {
      entries.remove(key);
      freed(entry);
      return Optional.empty();
    }
    return Optional.of(entry.value());
  }

  private synchronized void put(String topic, String key, Map<String, Object> value) {
    int size = OVERHEAD_BYTES + key.length() + value.toString().length();
    if (size > maxBytes) {
      return;
    }
    Entry old = entries.put(key, new Entry(topic, value, size, clock.instant().plus(ttl)));
    if (old != null) {
      freed(old);
    }
    bytes += size;
    Iterator<Entry> oldest = entries.values().iterator();
    while (bytes > maxBytes) {
      freed(oldest.next());
      oldest.remove();
    }
  }

  private boolean freed(Entry entry) {
    bytes -= entry.bytes();
    return true;
  }
}
