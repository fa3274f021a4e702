package tech.atoms.opsdesk.backup.place;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Copies;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Shipment;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.BackupCopy;

/**
 * Where copies of an environment's backups are. A place that does not answer in time is unknown,
 * and is not asked again while that question still hangs. Safe on any thread.
 */
public final class Whereabouts {
  /** So long is waited for places. */
  public static final Duration USUAL = Duration.ofSeconds(20);

  private final Catalogue catalogue;
  private final Duration patience;
  private final InstantSource clock;
  private final Map<String, CompletableFuture<List<Stored>>> asked = new ConcurrentHashMap<>();

  /**
   * Of an environment.
   *
   * @param patience how long all places together are waited for
   */
  public Whereabouts(Catalogue catalogue, Duration patience, InstantSource clock) {
    this.catalogue = catalogue;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * What was found.
   *
   * @param at when
   * @param copies by the backup's id, one for each place of the profile, in its order
   * @param elsewhere backups that are not here, by place; empty lists where there are none
   */
  public record Found(
      Instant at, Map<String, List<CopyState>> copies, Map<String, List<Stored>> elsewhere) {}

  /** What a place told, or why it told nothing. */
  private record Told(@Nullable List<Stored> all, String problem) {}

  /** Whether the profile names any place. */
  public boolean any() {
    return !places().isEmpty();
  }

  private List<BackupCopy> places() {
    return catalogue.settings().copies();
  }

  /**
   * Looks at every place at once.
   *
   * @param here the backups that are here
   * @throws ProblemException where the key of seals is missing
   */
  public Found look(List<Stored> here) throws InterruptedException {
    Map<String, Told> told = ask();
    Map<String, List<CopyState>> copies = new LinkedHashMap<>();
    for (Stored backup : here) {
      Copies known = catalogue.copies(backup);
      List<CopyState> states = new ArrayList<>();
      told.forEach((place, answer) -> states.add(state(backup, known, place, answer)));
      copies.put(backup.id(), List.copyOf(states));
    }
    Map<String, List<Stored>> elsewhere = new LinkedHashMap<>();
    told.forEach(
        (place, answer) -> {
          List<Stored> all = answer.all() == null ? List.of() : answer.all();
          elsewhere.put(place, all.stream().filter(one -> !copies.containsKey(one.id())).toList());
        });
    return new Found(clock.instant(), copies, elsewhere);
  }

  private Map<String, Told> ask() throws InterruptedException {
    for (BackupCopy place : places()) {
      asked.computeIfAbsent(place.name(), _ -> begin(place));
    }
    long until = System.nanoTime() + patience.toNanos();
    Map<String, Told> told = new LinkedHashMap<>();
    for (BackupCopy place : places()) {
      CompletableFuture<List<Stored>> future = asked.get(place.name());
      told.put(place.name(), future == null ? silent() : heard(place.name(), future, until));
    }
    return told;
  }

  private CompletableFuture<List<Stored>> begin(BackupCopy settings) {
    CompletableFuture<List<Stored>> future = new CompletableFuture<>();
    // A disk that is gone holds its thread for as long as it likes: none that others share.
    Thread.ofPlatform()
        .daemon()
        .name("copies-at-" + settings.name())
        .start(
            () -> {
              try (Place place = Places.of(settings, catalogue.secrets())) {
                future.complete(new Shelf(catalogue, place).all());
              } catch (RuntimeException | Error e) {
                future.completeExceptionally(e);
              }
            });
    return future;
  }

  private Told heard(String place, CompletableFuture<List<Stored>> future, long until)
      throws InterruptedException {
    try {
      List<Stored> all = future.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
      asked.remove(place, future);
      return new Told(all, "");
    } catch (TimeoutException e) {
      return silent();
    } catch (ExecutionException e) {
      asked.remove(place, future);
      return new Told(
          null,
          e.getCause() instanceof ProblemException known
              ? known.problem().why()
              : String.valueOf(e.getCause()));
    }
  }

  private Told silent() {
    return new Told(null, "it has not answered for " + patience.toSeconds() + " s");
  }

  private static CopyState state(Stored backup, Copies known, String place, Told told) {
    Copies.Copy copy = known.at(place).orElse(null);
    Instant read = copy == null ? null : copy.at();
    List<Stored> all = told.all();
    if (all == null) {
      return new CopyState(place, CopyState.State.UNKNOWN, read, told.problem());
    }
    Map<String, Stored> there =
        all.stream().collect(Collectors.toMap(Stored::id, Function.identity()));
    Stored found = there.get(backup.id());
    if (found == null) {
      return new CopyState(place, CopyState.State.MISSING, null, "");
    }
    String wrong = wrong(backup, found, copy);
    return new CopyState(
        place,
        wrong.isEmpty() ? CopyState.State.WHOLE : CopyState.State.PARTIAL,
        copy == null ? null : copy.at(),
        wrong);
  }

  private static String wrong(Stored here, Stored there, Copies.@Nullable Copy copy) {
    Manifest manifest = there.manifest();
    if (manifest == null) {
      return there.problem();
    }
    if (here.manifest() != null && !manifest.equals(here.manifest())) {
      return "its manifest is another one";
    }
    Map<String, String> read =
        copy == null
            ? Map.of()
            : copy.files().stream()
                .collect(Collectors.toMap(Copies.FileCopy::file, Copies.FileCopy::sha256));
    boolean compared =
        Shipment.hashes(manifest).entrySet().stream()
            .allMatch(one -> one.getValue().equals(read.get(one.getKey())));
    return compared ? "" : "it was never read back from here";
  }
}
