package tech.atoms.opsdesk.backup.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.backup.Shelf;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;

/** What keeps a backup from being removed, and removals that die at any point. */
class RemovalTest {
  private static final Instant NOW = Instant.parse("2026-11-20T03:14:20Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Duration DAY = Duration.ofDays(1);

  private @TempDir Path directory = Path.of(".");

  private Catalogue catalogue() {
    Environment plain = Worlds.environment(EnvironmentKind.SANDBOX, "shop");
    Environment environment =
        new Environment(
            "shop",
            plain.kind(),
            plain.server(),
            null,
            null,
            plain.policy(),
            plain.contacts(),
            plain.samplingInterval(),
            plain.source(),
            List.of(),
            new BackupSettings(
                List.of("public"), List.of(), null, SecretRef.parse("env:KEY"), directory, DAY),
            plain.notices());
    return new Catalogue(environment, ref -> new Secret("key"));
  }

  private Stored old(String run) throws IOException {
    return Shelf.put(
        catalogue(), NOW.minus(DAY.multipliedBy(400)), Stored.State.VERIFIED, "Scheduled", run);
  }

  private List<String> files() throws IOException {
    try (var entries = Files.list(catalogue().directory())) {
      return entries.map(one -> one.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatIsRemovedIsGoneWithItsMarkAndLeavesATombstoneForItsCopies() throws Exception {
    Stored backup = old("abcd1234");
    Path mark = catalogue().directory().resolve("restore-of-run-abcd1234");
    Path other = catalogue().directory().resolve("restore-of-run-ffff0000");
    Files.writeString(mark, "7");
    Files.writeString(other, "8");
    Removal removal = new Removal(catalogue());
    assertThat(removal.remove(backup, "Scheduled", "it is old", NOW)).isEmpty();
    assertThat(catalogue().all()).isEmpty();
    assertThat(files()).containsExactly(backup.id() + ".grave", "restore-of-run-ffff0000");

    List<String> asked = new ArrayList<>();
    Instant early = NOW.plus(Duration.ofDays(7)).minusSeconds(1);
    removal.removeCopies(early, one -> asked.add(one.id()));
    assertThat(asked).isEmpty();
    Instant due = NOW.plus(Duration.ofDays(7));
    assertThat(removal.removeCopies(due, one -> false)).isEmpty();
    assertThat(removal.tombstones()).hasSize(1);
    assertThat(removal.removeCopies(due, one -> asked.add(one.id()))).hasSize(1);
    assertThat(asked).containsExactly(backup.id());
    assertThat(removal.tombstones()).isEmpty();
  }

  @Test
  void aPinOrALeaseKeepsItAndALeaseOfADeskThatIsGoneEndsByItself() throws Exception {
    Stored backup = old("");
    Holds holds = catalogue().holds();
    Removal removal = new Removal(catalogue());
    holds.pin(backup.id(), new Pin("Olga", NOW, "before 2.0"));
    assertThat(removal.remove(backup, "", "", NOW)).contains("before 2.0, by Olga");
    assertThat(holds.unpin(backup.id())).isTrue();
    assertThat(holds.unpin(backup.id())).isFalse();

    Lease first = holds.lease(backup.id(), "verified by Olga", CLOCK);
    try (Lease _ = holds.lease(backup.id(), "copied to eu", CLOCK)) {
      assertThat(holds.leases(NOW).get(backup.id())).contains("verified by Olga", "copied to eu");
    }
    assertThat(removal.remove(backup, "", "", NOW)).contains("verified by Olga");
    // Its desk is killed: nobody renews it, nobody takes it away.
    Instant later = NOW.plus(Lease.LASTS);
    assertThat(holds.leases(later.minusSeconds(1))).hasSize(1);
    assertThat(holds.leases(later)).isEmpty();
    removal.finish(later);
    assertThat(files()).containsExactly(backup.id());
    first.close();
    assertThat(removal.remove(backup, "", "", NOW)).isEmpty();
  }

  @Test
  void whatIsGoneBetweenTheListAndItsReadingKeepsNothing() throws Exception {
    Stored backup = old("");
    for (String end : List.of(".pin", ".lease-0000")) {
      // A link that leads nowhere is listed, and is not there once it is read.
      Files.createSymbolicLink(
          catalogue().directory().resolve(backup.id() + end), directory.resolve("gone"));
    }
    assertThat(catalogue().holds().pins()).isEmpty();
    assertThat(catalogue().holds().leases(NOW)).isEmpty();
    assertThat(new Removal(catalogue()).remove(backup, "", "", NOW)).isEmpty();
  }

  @Test
  void whatKeepsABackupAndCannotBeReadKeepsIt() throws Exception {
    Stored backup = old("");
    Path pin = catalogue().directory().resolve(backup.id() + ".pin");
    for (String text : List.of("", "{", "{\"by\": \"Olga\"}")) {
      Files.writeString(pin, text);
      assertThat(new Removal(catalogue()).remove(backup, "", "", NOW)).isPresent();
    }
    Files.delete(pin);
    Files.writeString(catalogue().directory().resolve(backup.id() + ".lease-1"), "{}");
    assertThat(new Removal(catalogue()).remove(backup, "", "", NOW)).isPresent();
    assertThat(catalogue().all()).hasSize(1);
  }

  /** Each state of the disk that a kill can leave. */
  @Test
  void whateverDiedIsFinishedAndNothingHalfRemovedIsABackup() throws Exception {
    // Before the move: it has its name, and all of its files.
    Stored backup = old("abcd1234");
    Path base = catalogue().directory();
    String stone =
        "{\"id\": \"%s\", \"run\": \"abcd1234\", \"at\": \"%s\", \"by\": \"\", \"why\": \"\"}"
            .formatted(backup.id(), NOW);
    Files.writeString(base.resolve(backup.id() + ".tombstone"), stone);
    assertThat(catalogue().all()).singleElement().matches(one -> one.problem().isEmpty());
    Holds holds = catalogue().holds();
    assertThatThrownBy(() -> holds.lease(backup.id(), "me", CLOCK))
        .hasMessageContaining("being removed");
    assertThatThrownBy(() -> holds.pin(backup.id(), new Pin("", NOW, "")))
        .hasMessageContaining("being removed");
    new Removal(catalogue()).finish(NOW);
    assertThat(files()).containsExactly(backup.id());

    // After the move, and among its files.
    for (boolean some : new boolean[] {false, true}) {
      Stored again = some ? old("abcd1234") : requireNonNull(catalogue().all().getFirst());
      Files.writeString(base.resolve(backup.id() + ".tombstone"), stone);
      Files.writeString(base.resolve("restore-of-run-abcd1234"), "7");
      Files.move(again.directory(), base.resolve(backup.id() + ".removed"));
      if (some) {
        Files.delete(base.resolve(backup.id() + ".removed").resolve("dump.pgdump.age"));
      }
      assertThat(catalogue().all()).isEmpty();
      assertThat(new Removal(catalogue()).isUnfinished()).isTrue();
      new Removal(catalogue()).finish(NOW);
      assertThat(files()).containsExactly(backup.id() + ".grave");
      assertThat(new Removal(catalogue()).isUnfinished()).isFalse();
    }

    // A new one of that name, e.g. one that was copied back, is nobody's grave.
    Stored back = old("");
    holds.lease(back.id(), "restored", CLOCK).close();
    assertThat(new Removal(catalogue()).removeCopies(NOW.plus(DAY.multipliedBy(8)), one -> true))
        .isEmpty();
    new Removal(catalogue()).finish(NOW);
    assertThat(catalogue().holds().leases(NOW)).isEmpty();
    assertThat(files()).containsExactly(back.id());
  }
}
