package tech.atoms.opsdesk.provider.vercel;

/**
 * Where each operation of the platform's API is. Every operation has a version of its own; these
 * are those of the current SDK and CLI.
 */
final class Paths {
  static final String USER = "/v2/user";
  static final String PROJECTS = "/v9/projects/";
  static final String ALL_PROJECTS = "/v10/projects";
  static final String DEPLOYMENTS = "/v6/deployments";
  static final String DEPLOYMENT = "/v13/deployments/";
  static final String CREATE = "/v13/deployments";
  static final String FILES = "/v2/files";
  static final String CANCEL = "/v12/deployments/";
  static final String EVENTS_OF = "/v3/deployments/";
  static final String ALIASES = "/v4/aliases";
  static final String ALIASES_OF = "/v2/deployments/";
  static final String VARIABLES_OF = "/v10/projects/";
  static final String VARIABLE_OF = "/v9/projects/";
  static final String PROMOTE_IN = "/v10/projects/";
  static final String ROLL_BACK_IN = "/v9/projects/";
  static final String LOGS_OF = "/v1/projects/";
  static final String DOMAINS = "/v6/domains/";

  private Paths() {}
}
