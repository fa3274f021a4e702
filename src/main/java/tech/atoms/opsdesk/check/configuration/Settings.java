package tech.atoms.opsdesk.check.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.provider.vercel.Variable;

/**
 * The variables of a server, from one place.
 *
 * @param place where they were read, e.g. "platform"
 * @param all by name
 * @param twice names that are set twice with different values, with the places
 */
public record Settings(String place, Map<String, Setting> all, List<String> twice) {

  /** Copies the collections. */
  public Settings {
    all = Map.copyOf(all);
    twice = List.copyOf(twice);
  }

  /** Whether a variable is set. */
  public boolean has(String name) {
    return all.containsKey(name);
  }

  @Nullable Setting get(String name) {
    return all.get(name);
  }

  /** The value of a variable; null where it is not set, or not told. */
  public @Nullable String value(String name) {
    Setting setting = all.get(name);
    return setting == null ? null : setting.value();
  }

  /** Those of an env file. The last of two settings counts. */
  public static Settings of(String file, EnvFile read) {
    Collected collected = new Collected();
    for (EnvFile.Entry entry : read.entries()) {
      collected.put(
          entry.name(), new Setting(entry.value(), file + ", line " + entry.line()), true);
    }
    return collected.of(file);
  }

  /** Those of this process. */
  public static Settings ofProcess(Map<String, String> variables) {
    Collected collected = new Collected();
    variables.forEach((name, value) -> collected.put(name, new Setting(value, "process"), true));
    return collected.of("process");
  }

  /**
   * Those that a deployment gets: the platform's, and those that vercel.json sets.
   *
   * @param platform the platform's
   * @param ofFile those of vercel.json, value by name
   */
  public static Settings of(List<Variable> platform, Map<String, Setting> ofFile) {
    Collected collected = new Collected();
    for (Variable variable : platform) {
      collected.put(
          variable.key(),
          new Setting(
              variable.value(),
              "platform, "
                  + variable.type()
                  + (variable.updated() == null ? "" : ", changed " + variable.updated())),
          true);
    }
    ofFile.forEach((name, setting) -> collected.put(name, setting, false));
    return collected.of("platform");
  }

  private static final class Collected {
    private final Map<String, Setting> all = new LinkedHashMap<>();
    private final List<String> twice = new ArrayList<>();

    void put(String name, Setting setting, boolean wins) {
      Setting other = all.get(name);
      if (other != null && other.value() != null && !other.value().equals(setting.value())) {
        twice.add(name + " (" + other.where() + "; " + setting.where() + ")");
      }
      if (other == null || wins) {
        all.put(name, setting);
      }
    }

    Settings of(String place) {
      return new Settings(place, all, twice);
    }
  }
}
