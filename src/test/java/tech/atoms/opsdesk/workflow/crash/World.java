package tech.atoms.opsdesk.workflow.crash;

import java.util.List;

/** What one run of a workflow changes, made anew for each run. */
interface World extends AutoCloseable {
  /** The workflow's name. */
  String workflow();

  /** As the workflow takes it. */
  String target();

  /** The command that starts it, e.g. {@code rollback run}; empty: {@link DeployDesk} does. */
  List<String> command();

  /** Whether what a connection has said so far ends in the request that makes the change. */
  boolean asks(String said);

  /** How often a change has really been made. */
  int applied();

  /** How often one is to be made by the whole run. */
  default int expected() {
    return 1;
  }

  /** What is not as it is to be when the run is done; empty: nothing. */
  String wrong();

  @Override
  void close();

  /** The profile's part for the server, the platform and the database. */
  String profile();
}
