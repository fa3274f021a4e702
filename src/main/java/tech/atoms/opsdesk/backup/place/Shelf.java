package tech.atoms.opsdesk.backup.place;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Folder;
import tech.atoms.opsdesk.backup.store.Shipment;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * The backups of an environment as a place has them, read from there alone: whoever has the place
 * and the keys needs nothing of a machine that is lost. Blocks on the place.
 */
public final class Shelf {
  /** No more documents are asked for at once. */
  private static final int AT_ONCE = 8;

  /** No document of a backup is larger; what is there as one is not read. */
  private static final int DOCUMENT = 16 << 20;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,200}");

  private final Catalogue catalogue;
  private final Place place;

  /**
   * Of an environment at a place.
   *
   * @param place stays open
   */
  public Shelf(Catalogue catalogue, Place place) {
    this.catalogue = catalogue;
    this.place = place;
  }

  /**
   * All backups there, the newest first; what was half copied is told as no use.
   *
   * @throws ProblemException where the place does not answer, or the key of seals is missing
   */
  public List<Stored> all() {
    List<Stored> all = new ArrayList<>(each(listed()).values());
    all.sort(Comparator.comparing(Stored::id).reversed());
    return List.copyOf(all);
  }

  /** Lengths of files by name, by the backup's id. */
  Map<String, Map<String, Long>> listed() {
    String under = Places.under(catalogue);
    Map<String, Map<String, Long>> found = new TreeMap<>();
    for (Place.Item item : place.list(under)) {
      String[] parts = item.name().split("/", -1);
      if (parts.length == 3 && isName(parts[1]) && isName(parts[2])) {
        found.computeIfAbsent(parts[1], id -> new HashMap<>()).put(parts[2], item.bytes());
      }
    }
    return found;
  }

  /** What a place calls something else is nothing of a backup, and becomes no file here. */
  private static boolean isName(String part) {
    return NAME.matcher(part).matches();
  }

  /** Reads the documents of some. */
  Map<String, Stored> each(Map<String, Map<String, Long>> listed) {
    Map<String, Stored> read = new TreeMap<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("copies-", 0).factory())) {
      Map<String, Future<Stored>> asked = new TreeMap<>();
      listed.forEach((id, files) -> asked.put(id, threads.submit(() -> read(id, files))));
      asked.forEach((id, future) -> read.put(id, joined(future)));
    }
    return read;
  }

  private static Stored joined(Future<Stored> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the desk was stopped");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException known) {
        throw known;
      }
      throw new CompletionException(e.getCause());
    }
  }

  private Stored read(String id, Map<String, Long> files) {
    Stored found = catalogue.elsewhere(id, new There(id, files));
    Manifest manifest = found.manifest();
    if (!files.containsKey(Catalogue.MANIFEST)) {
      return new Stored(id, found.directory(), null, null, "it was not copied to its end");
    }
    if (manifest != null) {
      String wrong = wrong(manifest, files);
      if (!wrong.isEmpty()) {
        return new Stored(id, found.directory(), null, null, wrong);
      }
    }
    return found;
  }

  /** What is missing, or not as long as it should be; empty where nothing is. */
  static String wrong(Manifest manifest, Map<String, Long> files) {
    for (String name : Shipment.needed(manifest)) {
      if (!files.containsKey(name)) {
        return name + " is missing";
      }
    }
    for (Map.Entry<String, Long> one : Shipment.lengths(manifest).entrySet()) {
      if (!Objects.equals(files.get(one.getKey()), one.getValue())) {
        return one.getKey() + " is not as long as it was";
      }
    }
    return "";
  }

  /** The files of one backup there. */
  private final class There implements Folder {
    private final String id;
    private final Map<String, Long> files;

    There(String id, Map<String, Long> files) {
      this.id = id;
      this.files = files;
    }

    @Override
    public byte @Nullable [] small(String file) throws IOException {
      Long bytes = files.get(file);
      if (bytes == null) {
        return null;
      }
      if (bytes > DOCUMENT) {
        throw new IOException(file + " is too long for what it should be");
      }
      try (InputStream in = place.read(name(id, file))) {
        return in.readNBytes(DOCUMENT);
      }
    }

    @Override
    public long size(String file) {
      return files.getOrDefault(file, -1L);
    }
  }

  /** The name of a backup's file at every place. */
  String name(String id, String file) {
    return Places.under(catalogue) + "/" + id + "/" + file;
  }
}
