package tech.atoms.opsdesk.desktop.run;

/** Opens the plan of what is chosen on a screen; nothing is changed before it is confirmed. */
@FunctionalInterface
public interface Planning {
  /**
   * Opens the plan. On the JavaFX thread.
   *
   * @param workflow its name
   * @param target what it is for, as the workflow reads it
   * @param what for the card's head, e.g. "Revoke 2 sessions"
   * @param verb for the button that starts it
   * @param icon code of the verb's icon
   */
  void begin(String workflow, String target, String what, String verb, String icon);
}
