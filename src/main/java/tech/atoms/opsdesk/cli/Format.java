package tech.atoms.opsdesk.cli;

/** How a command answers. */
public enum Format {
  /** For people. */
  text,
  /** One JSON object, alone on standard output. */
  json
}
