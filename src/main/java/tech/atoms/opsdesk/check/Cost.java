package tech.atoms.opsdesk.check;

/** What a check does to the environment that it asks. */
public enum Cost {
  /** Reads what is there; may run by itself, on a timer. */
  PASSIVE("passive"),
  /** Sends something unusual (a forged token, a burst, an oversize body): a person starts it. */
  ACTIVE_PROBE("active probe"),
  /** Sends load: a person starts it, with a plan. */
  LOAD("load");

  private final String word;

  Cost(String word) {
    this.word = word;
  }

  /** As it is told, e.g. "active probe". */
  public String word() {
    return word;
  }
}
