/** The command line: one class per command, text or JSON, exit codes. */
@NullMarked
package tech.atoms.opsdesk.cli;

import org.jspecify.annotations.NullMarked;
