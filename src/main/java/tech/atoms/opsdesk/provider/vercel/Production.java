package tech.atoms.opsdesk.provider.vercel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has production traffic.
 *
 * @param live the deployment that has it
 * @param since when it got it
 * @param previous what most likely had it before; null: not known
 */
public record Production(Deployment live, Instant since, @Nullable Deployment previous) {}
