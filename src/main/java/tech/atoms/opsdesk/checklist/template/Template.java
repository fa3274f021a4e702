package tech.atoms.opsdesk.checklist.template;

import java.util.List;

/**
 * A part of the checklist that is gone through at one time.
 *
 * @param name e.g. "pre-production"
 * @param title e.g. "Pre-production"
 * @param sections in order
 */
public record Template(String name, String title, List<Section> sections) {

  /** Copies the list. */
  public Template {
    sections = List.copyOf(sections);
  }
}
