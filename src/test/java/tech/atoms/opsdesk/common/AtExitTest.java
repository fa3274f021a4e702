package tech.atoms.opsdesk.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order a process ends what it has begun. */
class AtExitTest {
  @Test
  void whatWorksIsEndedBeforeWhatItWorksWithAndWhatIsClosedNotAtAll() throws Exception {
    String java = ProcessHandle.current().info().command().orElse("java");
    Process process =
        new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Ends.class.getName())
            .redirectErrorStream(true)
            .start();
    List<String> lines = new ArrayList<>();
    process.inputReader().lines().filter(line -> line.startsWith("end ")).forEach(lines::add);
    process.waitFor();
    assertThat(lines).containsExactly("end newer run", "end older run", "end server");
  }

  /** A process that ends. */
  static final class Ends {
    private Ends() {}

    public static void main(String[] args) {
      AtExit.first(() -> System.out.println("end older run"));
      AtExit.last(() -> System.out.println("end server"));
      AtExit.first(
          () -> {
            throw new IllegalStateException("it does not end cleanly");
          });
      AtExit closed = AtExit.first(() -> System.out.println("end closed"));
      AtExit.first(() -> System.out.println("end newer run"));
      closed.close();
    }
  }
}
