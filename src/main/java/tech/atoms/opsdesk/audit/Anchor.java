package tech.atoms.opsdesk.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.common.PrivateFiles;

/**
 * The newest row of every store that this machine has seen, in a file of its own: rows that are cut
 * off the end of a store are missed by it. Safe on any thread.
 */
final class Anchor {
  private static final Logger log = LoggerFactory.getLogger(Anchor.class);
  private static final JsonMapper JSON = new JsonMapper();
  private final Path file;
  private final String store;

  /** A row that was seen. */
  record Seen(long seq, String hash) {}

  Anchor(Path data, String store) {
    this.file = data.resolve("audit-seen.json");
    this.store = store;
  }

  Path file() {
    return file;
  }

  synchronized @Nullable Seen seen() {
    return read().get(store);
  }

  /** Remembers a row, where it is newer than the one that is remembered. */
  synchronized void remember(long seq, String hash) {
    Map<String, Seen> all = read();
    Seen known = all.get(store);
    if (seq > 0 && (known == null || known.seq() < seq)) {
      all.put(store, new Seen(seq, hash));
      try {
        PrivateFiles.write(file, JSON.writeValueAsString(all), true);
      } catch (IOException e) {
        log.warn("The newest row of the audit trail cannot be remembered in {}", file, e);
      }
    }
  }

  private Map<String, Seen> read() {
    if (!Files.exists(file)) {
      return new TreeMap<>();
    }
    try {
      return JSON.readValue(Files.readString(file), new TypeReference<TreeMap<String, Seen>>() {});
    } catch (IOException e) {
      log.warn("{} cannot be read; it is begun anew", file, e);
      return new TreeMap<>();
    }
  }
}
