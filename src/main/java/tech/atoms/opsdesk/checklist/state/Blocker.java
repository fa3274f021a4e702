package tech.atoms.opsdesk.checklist.state;

/**
 * What stands in the way of Go.
 *
 * @param item the item's id; empty: the deployment itself
 * @param text the item's text
 * @param state how it stands
 * @param why one line
 * @param owner the role that has to see to it
 */
public record Blocker(String item, String text, State state, String why, String owner) {}
