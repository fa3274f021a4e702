package tech.atoms.opsdesk.environment;

/** What an environment is for; decides its colour, its badge and how careful the desk is. */
public enum EnvironmentKind {
  /** Embedded practice environment on this machine. */
  SANDBOX,
  /** Rehearsal for production. */
  STAGING,
  /** The real one. */
  PRODUCTION
}
