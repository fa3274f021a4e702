/** Tests of the runs of a window. */
@NullMarked
package tech.atoms.opsdesk.desktop.run;

import org.jspecify.annotations.NullMarked;
