package tech.atoms.opsdesk.desktop.sweep;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import tech.atoms.opsdesk.database.Fixture;

/** A whole desk for each test, over rows and a checklist that all tests of a class share. */
abstract class Sweep {
  private static @Nullable Fixture fixture;
  private static @Nullable Assured assured;
  WholeDesk desk;

  @BeforeAll
  static void rows() {
    Fixture made = new Fixture();
    WholeDesk.rows(made);
    fixture = made;
    assured = new Assured();
  }

  @AfterAll
  static void leave() {
    Objects.requireNonNull(assured).close();
  }

  @BeforeEach
  void start() throws IOException {
    desk = new WholeDesk(Objects.requireNonNull(fixture), Objects.requireNonNull(assured));
  }

  @AfterEach
  void close() {
    desk.close();
  }
}
