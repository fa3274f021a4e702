package tech.atoms.opsdesk.provider.vercel;

import java.time.Instant;

/**
 * The deployment that production's names point to, in detail. Texts are empty where the platform
 * does not tell.
 *
 * @param id {@code dpl_…}
 * @param state e.g. READY
 * @param source how it came about: git, cli, redeploy …
 * @param commit commit hash as told
 * @param ref branch or tag as told
 * @param version e.g. "v1.4.2"
 * @param created when it was created
 */
public record Current(
    String id,
    String state,
    String source,
    String commit,
    String ref,
    String version,
    Instant created) {}
