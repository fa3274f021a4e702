package tech.atoms.opsdesk.workflow.restore;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.atoms.opsdesk.common.ProblemException;

/** Addresses that a person gives. */
class ElsewhereTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://db.example",
        "postgresql://db.example:99999/shop",
        "postgresql://olga:hunter2@db.example/shop",
        "postgresql://db.example/shop?password=hunter2",
        "postgresql://db.example/shop?sslmode",
        "mysql://db.example/shop"
      })
  void whatIsNoAddressIsRefusedWithoutRepeatingIt(String url) {
    Elsewhere where = new Elsewhere("bk-1", false, url, "olga", "env:DB");
    assertThatThrownBy(() -> where.settings(null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("--into")
        .hasMessageNotContaining("hunter2");
  }
}
