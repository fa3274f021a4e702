package tech.atoms.opsdesk.backup.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.store.Enclosure;

/** What cannot be had costs itself alone; what the backup's own disk does not take costs all. */
class EnclosingTest {
  private @TempDir Path directory = Path.of(".");

  private static Enclosure failing(IOException with) {
    return new Enclosure() {
      @Override
      public String what() {
        return "configuration";
      }

      @Override
      public String file() {
        return "configuration.json";
      }

      @Override
      public List<Enclosed.Item> write(OutputStream plain) throws IOException {
        plain.write(new byte[1 << 18]);
        throw with;
      }
    };
  }

  private static Enclosed enclosed(Path into, IOException with) throws Exception {
    String recipient = new X25519KeyPairGenerator().generateKeyPair().getPublic().toString();
    return Enclosing.in(into, failing(with), List.of(recipient));
  }

  @Test
  void whatCannotBeReadIsMissingAndLeavesNoFile() throws Exception {
    Enclosed cut = enclosed(directory, new IOException("Stream closed"));
    assertThat(cut.isThere()).isFalse();
    assertThat(cut.problem()).contains("Stream closed");
    assertThat(enclosed(directory, new MalformedInputException(1)).problem())
        .contains("no text in UTF-8");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatTheDiskDoesNotTakeIsNoMatterOfWhatIsEnclosed() {
    Path gone = directory.resolve("gone");
    assertThatThrownBy(() -> enclosed(gone, new IOException("Stream closed")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gone");
  }
}
