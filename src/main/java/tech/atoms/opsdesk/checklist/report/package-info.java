/** The checklist on paper: reports in several forms, and the release dossier. */
@NullMarked
package tech.atoms.opsdesk.checklist.report;

import org.jspecify.annotations.NullMarked;
