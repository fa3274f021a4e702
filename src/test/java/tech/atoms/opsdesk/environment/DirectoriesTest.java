package tech.atoms.opsdesk.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoriesTest {
  @ParameterizedTest
  @CsvSource({
    "'', /home/op/.config/opsdesk",
    "relative/place, /home/op/.config/opsdesk",
    "/etc/op, /etc/op/opsdesk"
  })
  void whatIsEmptyOrRelativeIsAsIfNotSet(String set, String expected) {
    assertThat(Directories.config(Map.of("XDG_CONFIG_HOME", set), "Linux", "/home/op"))
        .isEqualTo(Path.of(expected));
    assertThat(Directories.data(Map.of("XDG_DATA_HOME", set), "Linux", "/home/op"))
        .isEqualTo(Path.of(expected.replace(".config", ".local/share")));
  }
}
