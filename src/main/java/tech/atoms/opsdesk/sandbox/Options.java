package tech.atoms.opsdesk.sandbox;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.Directories;
import tech.atoms.opsdesk.sandbox.database.Size;

/**
 * How a sandbox is started.
 *
 * @param directory where its state lives; one sandbox at a time
 * @param fresh whether what is there is thrown away first
 * @param size rows of a new database
 * @param httpPort port of the MCP server; null: the one it had, or any free one
 * @param traffic whether synthetic people use it
 */
public record Options(
    Path directory, boolean fresh, Size size, @Nullable Integer httpPort, boolean traffic) {

  /** The usual directory. */
  public static Path usualDirectory() {
    return Directories.data().resolve("sandbox");
  }
}
