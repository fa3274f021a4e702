/** The Audit log screen: the audit trail, its filters, and the state of its chain. */
@NullMarked
package tech.atoms.opsdesk.desktop.audit;

import org.jspecify.annotations.NullMarked;
