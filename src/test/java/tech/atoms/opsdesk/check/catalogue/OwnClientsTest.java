package tech.atoms.opsdesk.check.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All are closed, whatever one of them says and however far the building came. */
class OwnClientsTest {
  private final List<String> closed = new ArrayList<>();
  private final OwnClients clients = new OwnClients();

  private void keepThree() {
    for (String name : List.of("first", "second", "third")) {
      clients.keep(
          () -> {
            closed.add(name);
            if (!name.equals("third")) {
              throw new IOException(name);
            }
          });
    }
  }

  @Test
  void oneThatFailsToCloseKeepsNoOtherOpen() {
    keepThree();
    assertThatThrownBy(clients::close)
        .isInstanceOf(IllegalStateException.class)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
    assertThat(closed).containsExactly("first", "second", "third");
  }

  @Test
  void whereBuildingFailsMidwayAllAreClosedAndItsReasonStands() {
    IllegalArgumentException reason = new IllegalArgumentException("no such file");
    assertThatThrownBy(
            () ->
                clients.build(
                    () -> {
                      keepThree();
                      throw reason;
                    }))
        .isSameAs(reason)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(closed).containsExactly("first", "second", "third");
  }

  @Test
  void whatIsBuiltStaysOpen() {
    assertThatCode(() -> clients.build(this::keepThree)).doesNotThrowAnyException();
    assertThat(closed).isEmpty();
  }
}
