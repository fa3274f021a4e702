@NullMarked
package tech.atoms.opsdesk.workflow;

import org.jspecify.annotations.NullMarked;
