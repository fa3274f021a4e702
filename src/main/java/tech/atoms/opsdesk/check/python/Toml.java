package tech.atoms.opsdesk.check.python;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import tech.atoms.opsdesk.check.source.Malformed;

/** TOML, with the line of a mistake. */
final class Toml {
  private static final TomlMapper MAPPER = new TomlMapper();

  private Toml() {}

  static JsonNode parse(String text) throws Malformed {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
      throw new Malformed(line, "no TOML: " + e.getOriginalMessage());
    } catch (RuntimeException e) {
      throw new Malformed(0, "no TOML: " + e.getMessage());
    }
  }
}
