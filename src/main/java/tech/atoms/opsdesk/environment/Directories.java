package tech.atoms.opsdesk.environment;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where the desk keeps its files, by the customs of the operating system. */
public final class Directories {
  private Directories() {}

  /** The profile file when none is named. */
  public static Path profile() {
    return config(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home"))
        .resolve("profile.yaml");
  }

  /** The desk's own records: store, sandbox, logs. {@code OPSDESK_DATA} overrides it. */
  public static Path data() {
    return data(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home"));
  }

  static Path config(Map<String, String> env, String os, String home) {
    return switch (family(os)) {
      case "windows" ->
          Path.of(env.getOrDefault("APPDATA", home + "\\AppData\\Roaming"), "opsdesk");
      case "mac" -> Path.of(home, "Library", "Application Support", "opsdesk");
      default -> xdg(env, "XDG_CONFIG_HOME", home + "/.config");
    };
  }

  static Path data(Map<String, String> env, String os, String home) {
    String chosen = env.get("OPSDESK_DATA");
    if (chosen != null && !chosen.isBlank()) {
      return Path.of(chosen);
    }
    return switch (family(os)) {
      case "windows" ->
          Path.of(env.getOrDefault("LOCALAPPDATA", home + "\\AppData\\Local"), "opsdesk", "data");
      case "mac" -> Path.of(home, "Library", "Application Support", "opsdesk", "data");
      default -> xdg(env, "XDG_DATA_HOME", home + "/.local/share");
    };
  }

  /** XDG's rule: what is empty or not absolute is as if it were not set. */
  private static Path xdg(Map<String, String> env, String name, String usual) {
    Path set = Path.of(env.getOrDefault(name, ""));
    return (set.isAbsolute() ? set : Path.of(usual)).resolve("opsdesk");
  }

  private static String family(String os) {
    String lower = os.toLowerCase(Locale.ROOT);
    return lower.startsWith("windows") ? "windows" : lower.startsWith("mac") ? "mac" : "linux";
  }
}
