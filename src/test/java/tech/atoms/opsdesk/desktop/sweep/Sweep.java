package tech.atoms.opsdesk.desktop.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.database.Fixture;

/** A whole desk for each test, over rows and a checklist that all tests of a class share. */
abstract class Sweep {
  private static @Nullable Fixture fixture;
  private static @Nullable Assured assured;
  private static @Nullable Catalogue backups;
  WholeDesk desk;

  @BeforeAll
  static void rows(@TempDir Path directory) throws IOException {
    Fixture made = new Fixture();
    WholeDesk.rows(made);
    fixture = made;
    assured = new Assured();
    backups = new BackedUp(directory).catalogue();
    WholeDesk.backUp(Objects.requireNonNull(backups));
  }

  @AfterAll
  static void leave() {
    Objects.requireNonNull(assured).close();
  }

  @BeforeEach
  void start() throws IOException {
    desk =
        new WholeDesk(
            Objects.requireNonNull(fixture),
            Objects.requireNonNull(assured),
            Objects.requireNonNull(backups));
  }

  @AfterEach
  void close() {
    desk.close();
  }
}
