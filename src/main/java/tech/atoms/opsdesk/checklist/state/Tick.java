package tech.atoms.opsdesk.checklist.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's word that an item holds.
 *
 * @param item which
 * @param by the person's name
 * @param login the person's account
 * @param at when
 * @param deployment the deployment that was live; null where it was not known
 * @param note what the person says; may be empty
 * @param attachment a file that shows it; null: none
 */
public record Tick(
    String item,
    String by,
    String login,
    Instant at,
    @Nullable Deployment deployment,
    String note,
    @Nullable Attachment attachment) {}
