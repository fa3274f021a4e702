package tech.atoms.opsdesk.database;

/**
 * A lock that a session holds or waits for.
 *
 * @param mode e.g. "RowExclusive"
 * @param object e.g. "atoms_entities", "transaction"; relations of other databases by number
 * @param granted false: it waits for it
 */
public record HeldLock(String mode, String object, boolean granted) {}
