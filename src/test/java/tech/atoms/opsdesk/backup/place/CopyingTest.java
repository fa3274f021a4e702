package tech.atoms.opsdesk.backup.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Shipment;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Trees;
import tech.atoms.opsdesk.environment.BackupCopy;
import tech.atoms.opsdesk.environment.SecretRef;

/** Copies in a directory: sent whole, read back, found again, fetched. */
class CopyingTest {
  private static final String ID = "bk-2026-11-30-2000-one";

  private @TempDir Path directory = Path.of(".");
  private Path eu = Path.of(".");
  private Kept kept;
  private Catalogue catalogue;
  private Stored backup;

  @BeforeEach
  void put() throws IOException {
    eu = Files.createDirectory(directory.resolve("eu"));
    kept = new Kept(directory);
    catalogue = kept.catalogue(Kept.at("eu", eu));
    backup = kept.put(catalogue, ID, 200_000);
  }

  private Faulty place() {
    return new Faulty(Places.of(Kept.at("eu", eu), Kept.secrets()));
  }

  private Copying copying() {
    return new Copying(catalogue, () -> Kept.NOW);
  }

  private CopyState state() throws InterruptedException {
    return whereabouts(catalogue)
        .look(catalogue.all())
        .copies()
        .getOrDefault(ID, List.of())
        .getFirst();
  }

  private static Whereabouts whereabouts(Catalogue catalogue) {
    return new Whereabouts(catalogue, Duration.ofSeconds(20), () -> Kept.NOW);
  }

  private List<Stored> there() {
    return new Shelf(catalogue, place()).all();
  }

  private Path copied(String file) {
    return eu.resolve("shop").resolve(ID).resolve(file);
  }

  @Test
  void theManifestGoesLastAndWhatIsThereIsNotSentAgain() throws Exception {
    Kept.prove(catalogue, backup, Kept.NOW);
    Faulty first = place();
    copying().copy(backup, first);
    assertThat(first.sent)
        .contains(Kept.CONFIGURATION, Kept.ARCHIVE)
        .endsWith("verified.json", "verified.json.hmac", "manifest.json.hmac", "manifest.json")
        .doesNotContain("copies.json");
    for (Path file : Shipment.files(backup)) {
      assertThat(copied(String.valueOf(file.getFileName()))).hasSameBinaryContentAs(file);
    }
    assertThat(state()).isEqualTo(new CopyState("eu", CopyState.State.WHOLE, Kept.NOW, ""));

    Faulty second = place();
    copying().copy(backup, second);
    assertThat(second.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5})
  void whatIsKilledBetweenFilesIsNoBackupAndGoesOnWhereItWas(int writes) throws Exception {
    Faulty dying = place().dyingAfter(writes);
    assertThatThrownBy(() -> copying().copy(backup, dying)).hasMessage("killed");
    assertThat(there()).allMatch(one -> one.state() == Stored.State.FAILED);
    assertThat(state().state())
        .isEqualTo(writes == 0 ? CopyState.State.MISSING : CopyState.State.PARTIAL);
    assertThat(Copying.isRead(backup, catalogue.copies(backup), "eu")).isFalse();

    Faulty again = place();
    copying().copy(backup, again);
    assertThat(again.sent).endsWith("manifest.json").noneMatch(dying.sent::contains);
    assertThat(state().isWhole()).isTrue();
    assertThat(Copying.isRead(backup, catalogue.copies(backup), "eu")).isTrue();
  }

  @Test
  void aProofThatComesLaterIsBroughtToTheCopy() throws Exception {
    copying().copy(backup, place());
    assertThat(there()).singleElement().matches(one -> one.state() == Stored.State.TAKEN);
    for (Duration later : List.of(Duration.ZERO, Duration.ofHours(1))) {
      Kept.prove(catalogue, backup, Kept.NOW.plus(later));
      assertThat(Copying.isRead(backup, catalogue.copies(backup), "eu")).isFalse();
      Faulty place = place();
      copying().copy(backup, place);
      assertThat(place.sent).containsExactly("verified.json", "verified.json.hmac");
      assertThat(there())
          .singleElement()
          .matches(one -> one.proof() != null && one.proof().at().equals(Kept.NOW.plus(later)));
    }
    // Killed between the two: nobody vouches for the new one, and the backup is one still.
    Kept.prove(catalogue, backup, Kept.NOW.plusSeconds(9));
    assertThatThrownBy(() -> copying().copy(backup, place().dyingAfter(1))).hasMessage("killed");
    assertThat(there()).singleElement().matches(one -> one.state() == Stored.State.TAKEN);
  }

  @Test
  void aProofThatWasTakenBackGoesFromTheCopyToo() throws Exception {
    Kept.prove(catalogue, backup, Kept.NOW);
    copying().copy(backup, place());
    catalogue.disprove(backup);
    assertThat(catalogue.named(ID).orElseThrow().state()).isEqualTo(Stored.State.TAKEN);
    assertThat(Copying.isRead(backup, catalogue.copies(backup), "eu")).isFalse();
    copying().copy(backup, place());
    assertThat(there()).singleElement().matches(one -> one.state() == Stored.State.TAKEN);
    assertThat(copied("verified.json")).doesNotExist();
    assertThat(Copying.isRead(backup, catalogue.copies(backup), "eu")).isTrue();
  }

  @Test
  void theNewestOfOneMinuteIsTheNewest() throws Exception {
    kept.put(catalogue, "bk-2026-11-30-2000-zzz", 10, Kept.NOW.minusSeconds(20));
    assertThat(catalogue.all()).extracting(Stored::id).startsWith(ID);
  }

  @Test
  void aCopyThatIsDamagedIsSeenSentAnewAndNeverFetched() throws Exception {
    copying().copy(backup, place());
    byte[] bytes = Files.readAllBytes(copied(Kept.ARCHIVE));
    bytes[1000] ^= 1;
    Files.write(copied(Kept.ARCHIVE), bytes);
    Trees.remove(backup.directory());
    assertThatThrownBy(() -> new Fetching(catalogue, () -> Kept.NOW).fetch(ID, place(), w -> {}))
        .hasMessageContaining("its SHA-256 differs");
    assertThat(catalogue.all()).isEmpty();
    assertThat(catalogue.directory()).isEmptyDirectory();

    kept = new Kept(directory);
    backup = kept.put(catalogue, ID, 200_000);
    Faulty place = place();
    copying().copy(backup, place);
    assertThat(place.sent).containsExactly(Kept.ARCHIVE);
    Files.write(copied(Kept.ARCHIVE), new byte[7]);
    assertThat(state().words())
        .isEqualTo("eu partial: its archive is missing, or is not as long as it was");
  }

  @Test
  void aBackupThatIsNotWhatWasWrittenIsNotCopied() throws Exception {
    Path archive = backup.directory().resolve(Kept.ARCHIVE);
    byte[] bytes = Files.readAllBytes(archive);
    bytes[0] ^= 1;
    Files.write(archive, bytes);
    assertThatThrownBy(() -> copying().copy(backup, place()))
        .hasMessageContaining("is not what was written: its SHA-256 differs");
    assertThat(there()).allMatch(one -> one.state() == Stored.State.FAILED);
  }

  @Test
  void aPlaceThatIsGoneOrFullSaysSo() throws Exception {
    Path huge = directory.resolve("huge");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(8L << 40); // takes no space here, and would there
    }
    assertThatThrownBy(() -> place().write("shop/x", huge, "", sent -> {}))
        .hasMessageContaining("The copy cannot be written (eu, " + eu)
        .hasMessageContaining("8796094 MB are needed");
    Trees.remove(eu);
    assertThatThrownBy(() -> copying().copy(backup, place()))
        .hasMessageContaining("eu, " + eu)
        .hasMessageContaining("there is nothing at " + eu);
    assertThat(eu).doesNotExist();
    assertThat(state().words()).isEqualTo("eu unknown: there is nothing at " + eu);
    assertThat(catalogue.all()).hasSize(1);
  }

  @Test
  void withoutTheDirectoryThePlaceAloneHasEverything() throws Exception {
    Kept.prove(catalogue, backup, Kept.NOW);
    copying().copy(backup, place());
    Trees.remove(catalogue.settings().directory());

    assertThat(there())
        .singleElement()
        .matches(one -> one.state() == Stored.State.VERIFIED)
        .matches(one -> one.id().equals(ID));
    assertThat(whereabouts(catalogue).look(catalogue.all()).elsewhere().get("eu")).hasSize(1);
    List<String> told = new ArrayList<>();
    Stored fetched = new Fetching(catalogue, () -> Kept.NOW).fetch(ID, place(), told::add);
    assertThat(fetched.state()).isEqualTo(Stored.State.VERIFIED);
    assertThat(told).last().asString().startsWith("eu: manifest.json, ");
    assertThat(state().isWhole()).isTrue();
    assertThat(Copying.isRead(fetched, catalogue.copies(fetched), "eu")).isTrue();
    assertThatThrownBy(
            () -> new Fetching(catalogue, () -> Kept.NOW).fetch("bk-none", place(), w -> {}))
        .hasMessageContaining("none of the name bk-none is there");
  }

  @Test
  void anEndThatIsAskedForLeavesWhatIsWhole() throws Exception {
    Copying copying = copying();
    copying.cancel();
    assertThatThrownBy(() -> copying.copy(backup, place()))
        .hasMessageContaining("its end was asked for");
    assertThat(there()).allMatch(one -> one.state() == Stored.State.FAILED);
  }

  @Test
  void removingTakesTheManifestFirstAndLeavesOthers() throws Exception {
    Stored other = kept.put(catalogue, "bk-2026-11-30-2000-two", 100);
    copying().copy(backup, place());
    copying().copy(other, place());
    copying().remove(ID, place());
    copying().remove(ID, place());
    assertThat(there()).singleElement().matches(one -> one.id().equals(other.id()));
    assertThat(copied(Kept.ARCHIVE).getParent()).doesNotExist();
    assertThat(state().state()).isEqualTo(CopyState.State.MISSING);
  }

  @Test
  void aPlaceThatHangsIsUnknownAndIsAskedOnce() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      BackupCopy hanging =
          new BackupCopy.InS3(
              "us",
              "atoms",
              "us-east-1",
              URI.create("http://127.0.0.1:" + silent.getLocalPort()),
              "",
              SecretRef.parse("env:A"),
              SecretRef.parse("env:B"));
      Catalogue both = kept.catalogue(Kept.at("eu", eu), hanging);
      copying().copy(backup, place());
      Whereabouts whereabouts = new Whereabouts(both, Duration.ofMillis(1500), () -> Kept.NOW);
      long began = System.nanoTime();
      for (int look = 0; look < 2; look++) {
        List<CopyState> copies = whereabouts.look(both.all()).copies().getOrDefault(ID, List.of());
        assertThat(copies)
            .extracting(CopyState::state)
            .containsExactly(CopyState.State.WHOLE, CopyState.State.UNKNOWN);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
      assertThat(
              Thread.getAllStackTraces().keySet().stream()
                  .filter(one -> one.getName().equals("copies-at-us")))
          .hasSize(1);
    }
  }
}
