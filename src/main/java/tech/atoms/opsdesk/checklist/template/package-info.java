/** What is on the checklist: templates, sections, items, read from YAML. */
@NullMarked
package tech.atoms.opsdesk.checklist.template;

import org.jspecify.annotations.NullMarked;
