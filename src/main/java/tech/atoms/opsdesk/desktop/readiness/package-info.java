/** The Readiness screen: the checklist, its evidence, waivers and sign-offs. */
@NullMarked
package tech.atoms.opsdesk.desktop.readiness;

import org.jspecify.annotations.NullMarked;
