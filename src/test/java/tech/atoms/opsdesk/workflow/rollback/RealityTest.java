package tech.atoms.opsdesk.workflow.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.database.Migrations;

class RealityTest {
  private static final Instant BUILT = Instant.parse("2026-11-20T12:00:00Z");

  private static String since(boolean kept, String... versions) {
    return Reality.since(new Migrations(kept, List.of(versions)), BUILT);
  }

  @Test
  void migrationsWrittenSinceAreNamedAndWhatIsNotKnownIsSaidSo() {
    assertThat(since(true, "20261120115959", "20261120120001", "20261121080000"))
        .isEqualTo(
            "Migrations of the database since it was built, which stay: 20261120120001,"
                + " 20261121080000. See that it runs with them");
    assertThat(since(true, "20261120115959")).startsWith("No migration of the database");
    assertThat(since(false)).contains("not known (the database keeps no list of them)");
    assertThat(since(true, "0043")).contains("not known (their names tell no date: 0043)");
  }
}
