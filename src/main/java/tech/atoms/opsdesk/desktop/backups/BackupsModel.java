package tech.atoms.opsdesk.desktop.backups;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Drill;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.keep.Ruling;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Drills;
import tech.atoms.opsdesk.backup.store.Keeping;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.environment.BackupSettings;

/** The backups of an environment, read while shown. On the JavaFX thread. */
final class BackupsModel {
  /** Read again so often: they may lie on a disk that is far away. */
  static final Duration INTERVAL = Duration.ofSeconds(30);

  private final Catalogue catalogue;
  private final Jobs jobs;
  private final InstantSource clock;
  private final CopiesModel copies;
  private Runnable changed = () -> {};
  private List<BackupRow> all = List.of();
  private @Nullable Drill drill;
  private @Nullable Problem problem;
  private @Nullable Instant lastRead;
  private Jobs.@Nullable Job reading;
  private boolean again;
  private Instant next = Instant.MIN;
  private Only only = Only.ALL;
  private String text = "";

  /** Which rows are shown. */
  enum Only {
    /** Every one. */
    ALL,
    /** Those that the schedule took, and that stand for no month. */
    DAILY,
    /** Those that stand for a month that is over. */
    MONTHLY,
    /** Those that a person took, and that stand for no month. */
    MANUAL,
    /** Those that were never restored. */
    TAKEN,
    /** Those that are no use. */
    FAILED
  }

  /** Nothing is read yet. */
  BackupsModel(Catalogue catalogue, Jobs jobs, InstantSource clock) {
    this.catalogue = catalogue;
    this.jobs = jobs;
    this.clock = clock;
    this.copies = new CopiesModel(catalogue, jobs, clock, () -> changed.run());
  }

  /** Where copies are. */
  CopiesModel copies() {
    return copies;
  }

  void onChange(Runnable listener) {
    changed = listener;
  }

  /** How the environment is backed up. */
  BackupSettings settings() {
    return catalogue.settings();
  }

  /** Where the backups lie. */
  String directory() {
    return catalogue.directory().toString();
  }

  /** Why the newest reading failed; null where it did not. */
  @Nullable Problem problem() {
    return problem;
  }

  /** When it was read last; null: never. */
  @Nullable Instant lastRead() {
    return lastRead;
  }

  /** The newest restore drill; null: there was none. */
  @Nullable Drill drill() {
    return drill;
  }

  /** All there are, newest first. */
  List<BackupRow> all() {
    return all;
  }

  /** The newest one that was verified; null where there is none. */
  @Nullable BackupRow newestVerified() {
    return all.stream()
        .filter(row -> row.state() == Stored.State.VERIFIED)
        .findFirst()
        .orElse(null);
  }

  /** Those that filter and text leave. */
  List<BackupRow> rows() {
    return all.stream().filter(row -> matches(row, only)).filter(this::found).toList();
  }

  long count(Only wanted) {
    return all.stream().filter(row -> matches(row, wanted)).count();
  }

  void show(Only wanted) {
    only = wanted;
    changed.run();
  }

  void find(String typed) {
    text = typed.strip().toLowerCase(Locale.ROOT);
    changed.run();
  }

  /** Reads anew, now, or once what is being read is there: that may be of before. */
  void refresh() {
    again = reading != null;
    next = Instant.MIN;
    if (lastRead != null) {
      copies.refresh();
    }
    tick();
  }

  /** Once a second while shown. */
  void tick() {
    Instant now = clock.instant();
    if (reading == null && !now.isBefore(next)) {
      next = now.plus(INTERVAL);
      reading = jobs.run("Read backups", this::read, this::take, this::failed);
    }
    if (lastRead != null) {
      copies.tick();
    }
  }

  /** Not shown any more; when it is again, it reads at once: a run may have ended meanwhile. */
  void stop() {
    again = false;
    next = Instant.MIN;
    copies.stop();
    if (reading != null) {
      reading.cancel();
      reading = null;
    }
  }

  /** What one reading finds. */
  private record Found(List<BackupRow> backups, @Nullable Drill drill) {}

  /** How long each is kept is told by this machine's clock; what removes them asks the server's. */
  private Found read() {
    Instant now = clock.instant();
    List<Stored> there = catalogue.all();
    Map<String, Ruling> rulings = new HashMap<>();
    Keeping.of(catalogue, there, now, now)
        .retention()
        .rulings()
        .forEach(one -> rulings.put(one.id(), one));
    return new Found(
        there.stream()
            .map(one -> BackupRow.of(one, rulings.get(one.id())))
            .sorted(BackupRow.NEWEST_FIRST)
            .toList(),
        new Drills(catalogue).newest().orElse(null));
  }

  private void take(Found read) {
    problem = null;
    lastRead = clock.instant();
    drill = read.drill();
    all = read.backups();
    copies.see(read.backups().stream().map(BackupRow::stored).toList());
    over();
  }

  private void failed(Problem trouble) {
    problem = trouble;
    over();
  }

  private void over() {
    reading = null;
    changed.run();
    if (again) {
      refresh();
    }
  }

  private static boolean matches(BackupRow row, Only wanted) {
    return switch (wanted) {
      case ALL -> true;
      case DAILY -> row.tier() == Ruling.Tier.DAILY;
      case MONTHLY -> row.tier() == Ruling.Tier.MONTHLY;
      case MANUAL -> row.tier() == Ruling.Tier.MANUAL;
      case TAKEN -> row.state() == Stored.State.TAKEN;
      case FAILED -> row.state() == Stored.State.FAILED;
    };
  }

  private boolean found(BackupRow row) {
    return text.isEmpty()
        || words(row).anyMatch(part -> part.toLowerCase(Locale.ROOT).contains(text));
  }

  private static Stream<String> words(BackupRow row) {
    Instant taken = row.taken();
    Manifest manifest = row.manifest();
    Stream<String> common =
        Stream.of(row.id(), row.stored().problem(), taken == null ? "" : taken.toString());
    return manifest == null
        ? common
        : Stream.concat(common, Stream.of(manifest.made().by(), manifest.made().host()));
  }
}
