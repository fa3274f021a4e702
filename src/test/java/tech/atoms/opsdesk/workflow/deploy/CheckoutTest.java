package tech.atoms.opsdesk.workflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.provider.vercel.SourceFile;

class CheckoutTest {
  @TempDir private Path directory = Path.of(".");

  private void file(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void variablesAndWhatIsIgnoredStayHere() throws IOException {
    file("app.py", "VERSION = \"1.5.0\"");
    file("lib/tools.py", "");
    file(".env", "SECRET=4711");
    file("lib/.env.production", "SECRET=4711");
    file(".git/config", "");
    file("node_modules/left/pad.js", "");
    file("notes/todo.txt", "");
    file("trace.log", "");
    file(".gitignore", "notes/\n*.log\n");
    Checkout checkout = Checkout.read(directory);
    assertThat(checkout.files())
        .extracting(SourceFile::path)
        .containsExactly(".gitignore", "app.py", "lib/tools.py");

    String digest = checkout.digest();
    assertThat(Checkout.read(directory).digest()).isEqualTo(digest);
    file("app.py", "VERSION = \"1.5.1\"");
    assertThat(Checkout.read(directory).digest()).isNotEqualTo(digest);
    file(".vercelignore", "app.py\n");
    assertThat(Checkout.read(directory).files())
        .as("the platform's own ignore file counts instead")
        .extracting(SourceFile::path)
        .contains("notes/todo.txt", "trace.log")
        .doesNotContain("app.py");
  }

  @Test
  void whatHoldsNothingIsRefused() {
    assertThatThrownBy(() -> Checkout.read(directory)).hasMessageContaining("holds no file");
    assertThatThrownBy(() -> Checkout.read(directory.resolve("none")))
        .hasMessageContaining("no directory");
  }

  @Test
  void aTargetMeansTheSameWhenItIsReadAgain() {
    Wanted ref = Wanted.ref("feature/a&b=c", "0123abcd", Duration.ofMinutes(7));
    assertThat(Wanted.parse(ref.target())).isEqualTo(ref);
    Wanted files = Wanted.files(directory, Duration.ZERO);
    assertThat(Wanted.parse(files.target())).isEqualTo(files);
    assertThat(Wanted.parse("")).isEqualTo(Wanted.proposed(Wanted.USUAL_WATCH));
  }
}
