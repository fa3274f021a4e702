package tech.atoms.opsdesk.checklist.state;

import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Finding;

/**
 * A finding, with the deployment that was live when its check began.
 *
 * @param finding what was found
 * @param deployment the platform's id; null where it was not known
 */
public record Recorded(Finding finding, @Nullable String deployment) {}
