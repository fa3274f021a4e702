package tech.atoms.opsdesk.workflow.backup;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Configuration;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.store.Enclosure;
import tech.atoms.opsdesk.common.Sha256;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.provider.vercel.Variable;
import tech.atoms.opsdesk.provider.vercel.VercelVariables;

/**
 * The configuration beside a dump: the platform's environment variables, with their values where
 * the platform tells them, the checkout's vercel.json, and the profile, which holds no secrets.
 */
public final class Configured implements Enclosure {
  private static final String VERCEL_FILE = "vercel.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Environment environment;
  private final @Nullable VercelVariables platform;
  private final InstantSource clock;

  /**
   * Of an environment.
   *
   * @param platform tells the variables; null: the profile names none
   */
  public Configured(
      Environment environment, @Nullable VercelVariables platform, InstantSource clock) {
    this.environment = environment;
    this.platform = platform;
    this.clock = clock;
  }

  @Override
  public String what() {
    return "configuration";
  }

  @Override
  public String file() {
    return Configuration.FILE;
  }

  @Override
  public List<Enclosed.Item> write(OutputStream plain) throws IOException {
    List<Configuration.Variable> variables =
        platform == null ? List.of() : platform.all().stream().map(Configured::variable).toList();
    List<Configuration.TextFile> files = files();
    plain.write(
        JSON.writeValueAsBytes(
            new Configuration(
                Configuration.FORMAT, environment.name(), clock.instant(), variables, files)));
    List<Enclosed.Item> items = new ArrayList<>();
    variables.forEach(
        one -> items.add(new Enclosed.Item(one.key(), one.updated(), one.value() != null)));
    files.forEach(one -> items.add(new Enclosed.Item(one.path(), null, true)));
    return items;
  }

  private static Configuration.Variable variable(Variable one) {
    String value = one.value();
    return new Configuration.Variable(
        one.key(),
        one.type(),
        one.targets(),
        one.updated(),
        value,
        value == null ? null : Sha256.hex(value));
  }

  private List<Configuration.TextFile> files() throws IOException {
    List<Configuration.TextFile> files = new ArrayList<>();
    Path checkout = environment.source().checkout();
    if (checkout != null) {
      add(files, checkout.resolve(VERCEL_FILE));
    }
    BackupSettings settings = environment.backup();
    Path profile = settings == null ? null : settings.profile();
    if (profile != null) {
      add(files, profile);
    }
    return files;
  }

  private static void add(List<Configuration.TextFile> files, Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      String text = Files.readString(file);
      files.add(
          new Configuration.TextFile(String.valueOf(file.getFileName()), Sha256.hex(text), text));
    }
  }
}
