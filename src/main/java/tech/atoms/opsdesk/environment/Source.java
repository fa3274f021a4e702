package tech.atoms.opsdesk.environment;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where this machine has what the server is built from.
 *
 * @param checkout directory of the checked-out sources, with requirements, lock and vercel.json;
 *     null where the profile names none
 * @param envFile file of the server's environment variables; null where the profile names none
 */
public record Source(@Nullable Path checkout, @Nullable Path envFile) {
  /** Nothing is here. */
  public static final Source NONE = new Source(null, null);
}
