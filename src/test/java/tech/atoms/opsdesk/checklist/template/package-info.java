@NullMarked
package tech.atoms.opsdesk.checklist.template;

import org.jspecify.annotations.NullMarked;
