package tech.atoms.opsdesk.environment;

import java.net.URI;

/**
 * The database's own platform: Supabase's Management API, or one that speaks like it.
 *
 * @param apiUrl base URL of the API
 * @param project the project's reference, 20 small letters
 * @param token access token
 */
public record SupabaseSettings(URI apiUrl, String project, SecretRef token) {}
