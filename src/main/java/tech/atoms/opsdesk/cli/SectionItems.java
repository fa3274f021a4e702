package tech.atoms.opsdesk.cli;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.checklist.template.Item;
import tech.atoms.opsdesk.checklist.template.Section;
import tech.atoms.opsdesk.checklist.template.Template;
import tech.atoms.opsdesk.common.Problem;

/** What {@code --section} means. */
final class SectionItems {
  private SectionItems() {}

  /**
   * The ids of the items of a section.
   *
   * @param name a section's id or title, or the id of a template, however capitalised
   * @throws WrongUse where there is no such section
   */
  static Set<String> of(Checklist checklist, String name) {
    Set<String> items =
        checklist.templates().stream()
            .flatMap(template -> sections(template, name))
            .flatMap(section -> section.items().stream())
            .map(Item::id)
            .collect(Collectors.toSet());
    if (items.isEmpty()) {
      throw new WrongUse(
          new Problem(
              "There is no such section",
              name,
              "the checklist has "
                  + checklist.sections().stream()
                      .map(Section::id)
                      .collect(Collectors.joining(", ")),
              "Name one of them"));
    }
    return items;
  }

  private static Stream<Section> sections(Template template, String name) {
    return template.sections().stream()
        .filter(
            section ->
                template.name().equalsIgnoreCase(name)
                    || section.id().equalsIgnoreCase(name)
                    || section.title().equalsIgnoreCase(name));
  }
}
