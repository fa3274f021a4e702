package tech.atoms.opsdesk.workflow;

/**
 * A step as the plan tells it.
 *
 * @param id names it in the journal, e.g. "move"
 * @param name for people, e.g. "Point production to v1.4.2"
 * @param before how it is now; empty for a step that only looks
 * @param after how it will be; empty for a step that only looks
 * @param undo how it can be taken back, or why it cannot
 */
public record PlannedStep(String id, String name, String before, String after, String undo) {}
