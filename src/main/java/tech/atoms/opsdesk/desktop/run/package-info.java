/** Planning, starting and following what changes the environment. */
@NullMarked
package tech.atoms.opsdesk.desktop.run;

import org.jspecify.annotations.NullMarked;
