package tech.atoms.opsdesk.app;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;

/**
 * What the person chose last: theme, and the environment of each profile. Losing the file loses
 * nothing that matters.
 */
final class Choices {
  private static final Logger log = LoggerFactory.getLogger(Choices.class);
  private final Path file;
  private final Properties chosen = new Properties();

  private Choices(Path file) {
    this.file = file;
  }

  /** Reads the choices kept in a data directory; none where there is no file. */
  static Choices in(Path data) {
    Choices choices = new Choices(data.resolve("choices.properties"));
    if (Files.exists(choices.file)) {
      try (Reader in = Files.newBufferedReader(choices.file)) {
        choices.chosen.load(in);
      } catch (IOException | IllegalArgumentException e) {
        log.warn("Cannot read {}: {}", choices.file, e.getMessage());
      }
    }
    return choices;
  }

  Theme theme() {
    return chosen.getProperty("theme", "").equals("LIGHT") ? Theme.LIGHT : Theme.DARK;
  }

  /** The environment last watched with a profile; null: none. */
  @Nullable String environment(Path profile) {
    return chosen.getProperty("environment." + profile.toAbsolutePath());
  }

  /** The kind of the environment that was watched last, for the first picture; null: none. */
  @Nullable EnvironmentKind kind() {
    String word = chosen.getProperty("kind", "");
    for (EnvironmentKind kind : EnvironmentKind.values()) {
      if (kind.name().equals(word)) {
        return kind;
      }
    }
    return null;
  }

  void remember(Theme theme) {
    chosen.setProperty("theme", theme.name());
    save();
  }

  void remember(Path profile, Environment environment) {
    chosen.setProperty("environment." + profile.toAbsolutePath(), environment.name());
    chosen.setProperty("kind", environment.kind().name());
    save();
  }

  private void save() {
    try {
      Files.createDirectories(file.getParent());
      Path whole = Files.createTempFile(file.getParent(), "choices", ".new");
      try (Writer out = Files.newBufferedWriter(whole)) {
        chosen.store(out, null);
      }
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.warn("Cannot write {}: {}", file, e.getMessage());
    }
  }
}
