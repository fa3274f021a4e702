import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs google-java-format over every Java file below a directory, in this JVM's own JDK.
 *
 * <p>Usage: {@code java -cp google-java-format.jar FormatJava.java check|write DIRECTORY}. {@code
 * check} names the files that differ and exits with 1.
 */
class FormatJava {
  public static void main(String[] args) throws Exception {
    List<String> call = new ArrayList<>();
    call.addAll(
        "check".equals(args[0])
            ? List.of("--dry-run", "--set-exit-if-changed")
            : List.of("--replace"));
    try (var files = Files.walk(Path.of(args[1]))) {
      files
          .filter(f -> f.toString().endsWith(".java"))
          .map(Path::toString)
          .sorted()
          .forEach(call::add);
    }
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int status = new Main(out, err, System.in).format(call.toArray(String[]::new));
    out.flush();
    err.flush();
    if (status != 0) {
      System.err.println(
          "These files are not formatted. Format them: mvn process-resources exec:exec@format");
    }
    System.exit(status);
  }
}
