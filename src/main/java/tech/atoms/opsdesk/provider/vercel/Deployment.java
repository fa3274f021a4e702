package tech.atoms.opsdesk.provider.vercel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One production deployment. Texts are empty where the platform does not tell.
 *
 * @param id {@code dpl_…}
 * @param version e.g. "v1.4.2"
 * @param commit commit hash as told
 * @param message commit message
 * @param author who deployed
 * @param created when it was created
 * @param promoted when production's names were pointed to it; null: not told
 * @param servedBefore whether it has had production traffic
 */
public record Deployment(
    String id,
    String version,
    String commit,
    String message,
    String author,
    Instant created,
    @Nullable Instant promoted,
    boolean servedBefore) {}
