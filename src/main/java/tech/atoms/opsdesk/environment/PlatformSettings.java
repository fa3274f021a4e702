package tech.atoms.opsdesk.environment;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The hosting platform's API (Vercel's, or one that speaks like it).
 *
 * @param apiUrl base URL of the REST API
 * @param project project id or name
 * @param team team id; null: the personal scope
 * @param token API token
 */
public record PlatformSettings(
    URI apiUrl, String project, @Nullable String team, SecretRef token) {}
