package tech.atoms.opsdesk.checklist;

import tech.atoms.opsdesk.checklist.state.Waiver;

/**
 * A line of the ledger of waivers.
 *
 * @param item its item
 * @param waiver the waiver
 * @param holds whether it still counts
 * @param needed whether the item would not hold without it
 */
public record WaiverView(ItemView item, Waiver waiver, boolean holds, boolean needed) {}
