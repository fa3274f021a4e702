package tech.atoms.opsdesk.backup.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.environment.Secret;

class TargetTest {
  @Test
  void aProgramGoesToTheTargetWhateverTheDeskWasStartedWith() {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "PATH", "/bin",
                "PGSERVICE", "live",
                "PGHOSTADDR", "192.0.2.1",
                "PGOPTIONS", "-c statement_timeout=1",
                "PGPORT", "6000"));
    Target.here(5000, "shop", "desk", new Secret("not-told")).into(all, "atoms-backup-1");
    assertThat(all)
        .containsEntry("PATH", "/bin")
        .containsEntry("PGPORT", "5000")
        .containsEntry("PGPASSWORD", "not-told")
        .containsEntry("PGAPPNAME", "atoms-backup-1")
        .doesNotContainKeys("PGSERVICE", "PGHOSTADDR", "PGOPTIONS");
  }
}
