package tech.atoms.opsdesk.store;

/** The schema that holds everything of the desk. */
final class SchemaName {
  static final String SCHEMA = "opsdesk";

  private SchemaName() {}
}
