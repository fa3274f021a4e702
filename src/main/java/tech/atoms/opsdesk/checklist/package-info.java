/**
 * Whether an environment is ready for production: {@link tech.atoms.opsdesk.checklist.Readiness}
 * keeps every item of the checklist answered, with evidence that ages, ticks, waivers and
 * sign-offs.
 */
@NullMarked
package tech.atoms.opsdesk.checklist;

import org.jspecify.annotations.NullMarked;
