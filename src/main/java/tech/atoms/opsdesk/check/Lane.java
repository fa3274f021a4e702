package tech.atoms.opsdesk.check;

/** What facts are read from; each lane has so many reads at a time. */
public enum Lane {
  /** The monitored database: one connection stays free for the monitor. */
  DATABASE(1),
  /** The MCP server. */
  SERVER(4),
  /** The platform's API, the identity provider and other vendors. */
  PROVIDER(4),
  /** Files and programs of this machine. */
  MACHINE(2),
  /** Probes that send something unusual: one after the other. */
  PROBE(1),
  /** Worked out from other facts: not limited. */
  NONE(Integer.MAX_VALUE);

  private final int width;

  Lane(int width) {
    this.width = width;
  }

  /** Reads at a time. */
  int width() {
    return width;
  }
}
