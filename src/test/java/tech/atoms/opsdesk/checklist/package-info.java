@NullMarked
package tech.atoms.opsdesk.checklist;

import org.jspecify.annotations.NullMarked;
