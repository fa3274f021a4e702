package tech.atoms.opsdesk.backup.restore;

/**
 * A table of the live database.
 *
 * @param oid its number in the catalogue
 * @param schema its schema
 * @param table its name within that
 * @param quoted both, as a statement wants them
 */
record LiveTable(long oid, String schema, String table, String quoted) {
  /** As manifests have it. */
  String name() {
    return schema + "." + table;
  }

  /** As {@code pg_restore --list} has it: within one line. */
  String listed() {
    return (schema + " " + table).replace('\n', ' ').replace('\r', ' ');
  }
}
