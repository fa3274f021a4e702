/**
 * Questions about an environment that a machine can answer, and the answers: {@link
 * tech.atoms.opsdesk.check.Check}, {@link tech.atoms.opsdesk.check.Finding}, the facts that checks
 * share, and the runner. One package per subject.
 */
@NullMarked
package tech.atoms.opsdesk.check;

import org.jspecify.annotations.NullMarked;
