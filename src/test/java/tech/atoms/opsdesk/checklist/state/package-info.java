@NullMarked
package tech.atoms.opsdesk.checklist.state;

import org.jspecify.annotations.NullMarked;
