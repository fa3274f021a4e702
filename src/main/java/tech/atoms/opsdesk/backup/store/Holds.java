package tech.atoms.opsdesk.backup.store;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * What keeps a backup from being removed whatever its age: pins, which people set, and leases of
 * who works with it. Each is a file beside the backup's directory, for whoever else uses the same
 * catalogue. Blocks on the disk; safe on any thread.
 */
public final class Holds {
  private static final String PIN = ".pin";
  private static final String LEASE = ".lease-";
  private static final String UNREADABLE = "what is written there cannot be read";

  private final Path directory;

  Holds(Path directory) {
    this.directory = directory;
  }

  /**
   * A lease as it is on the disk.
   *
   * @param owner who works with the backup
   * @param until it ends by itself then
   */
  record Written(String owner, Instant until) {
    /** Whole, or not at all. */
    Written {
      Objects.requireNonNull(owner);
      Objects.requireNonNull(until);
    }
  }

  /** The pins, by the backup's id. */
  public Map<String, Pin> pins() {
    Map<String, Pin> all = new HashMap<>();
    for (Path file : files(PIN)) {
      String name = name(file);
      if (name.endsWith(PIN)) {
        read(file, Pin.class, new Pin("?", Instant.EPOCH, UNREADABLE))
            .ifPresent(pin -> all.put(name.substring(0, name.length() - PIN.length()), pin));
      }
    }
    return all;
  }

  /**
   * Pins a backup, or says another reason.
   *
   * @throws ProblemException where the backup is being removed, or the pin cannot be written
   */
  public void pin(String id, Pin pin) {
    write(directory.resolve(id + PIN), pin, "The backup cannot be pinned");
    if (isBeingRemoved(id)) {
      unpin(id);
      throw beingRemoved(id);
    }
  }

  /** Takes a pin away; returns whether there was one. */
  public boolean unpin(String id) {
    try {
      return Files.deleteIfExists(directory.resolve(id + PIN));
    } catch (IOException e) {
      throw trouble("The pin cannot be taken away", id, e);
    }
  }

  /**
   * Leases a backup until it is closed; renewed meanwhile. While somebody has one, nothing removes
   * the backup.
   *
   * @param owner who works with it and how, in words
   * @throws ProblemException where the backup is being removed, or the lease cannot be written
   */
  public Lease lease(String id, String owner, InstantSource clock) {
    Path file = directory.resolve(id + LEASE + UUID.randomUUID().toString().substring(0, 8));
    Lease lease = new Lease(this, file, owner, clock);
    if (isBeingRemoved(id)) {
      lease.close();
      throw beingRemoved(id);
    }
    return lease;
  }

  /**
   * Looked for once a pin or a lease is written. Whoever removes it writes that first, and looks
   * for pins and leases then: one of the two sees the other.
   */
  private boolean isBeingRemoved(String id) {
    return Files.exists(Removal.tombstone(directory, id));
  }

  private static ProblemException beingRemoved(String id) {
    return new ProblemException(
        new Problem(
            "The backup is being removed",
            id,
            "it is kept no longer",
            "Use another one; see 'opsdesk backup list'"));
  }

  /** Who works with backups at a time, by the backup's id, in words. */
  public Map<String, String> leases(Instant now) {
    Map<String, String> all = new HashMap<>();
    for (Path file : files(LEASE)) {
      String name = name(file);
      Optional<Written> lease = lease(file);
      if (lease.isPresent() && lease.get().until().isAfter(now)) {
        all.merge(
            name.substring(0, name.indexOf(LEASE)),
            lease.get().owner(),
            (one, other) -> one + "; " + other);
      }
    }
    return all;
  }

  /** Removes leases that have ended: their desks are gone. */
  void sweep(Instant now) throws IOException {
    for (Path file : files(LEASE)) {
      Optional<Written> lease = lease(file);
      if (lease.isPresent() && !lease.get().until().isAfter(now)) {
        Files.deleteIfExists(file);
      }
    }
  }

  void write(Path file, Written lease) {
    write(file, lease, "The backup cannot be leased");
  }

  private static void write(Path file, Object document, String what) {
    try {
      PrivateFiles.write(file, new String(Sealed.json(document), StandardCharsets.UTF_8), true);
    } catch (IOException e) {
      throw trouble(what, file.toString(), e);
    }
  }

  /** Empty where it is gone by now; one that cannot be read never ends. */
  private static Optional<Written> lease(Path file) {
    return read(file, Written.class, new Written(UNREADABLE, Instant.MAX));
  }

  /**
   * Empty where it is gone by now: whoever set it may take it away at any time.
   *
   * @param unreadable what holds where it is not what it should be
   */
  private static <T> Optional<T> read(Path file, Class<T> type, T unreadable) {
    try {
      return Optional.of(Sealed.read(Files.readAllBytes(file), type));
    } catch (JacksonException e) {
      return Optional.of(unreadable);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw trouble("What keeps backups cannot be read", file.toString(), e);
    }
  }

  private List<Path> files(String part) {
    if (Files.notExists(directory)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries.filter(one -> name(one).contains(part)).forEach(found::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw trouble("What keeps backups cannot be read", directory.toString(), e);
    }
    return found;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static ProblemException trouble(String what, String where, IOException cause) {
    return new ProblemException(
        new Problem(
            what, where, String.valueOf(cause.getMessage()), "Look at the directory's rights"),
        cause);
  }
}
