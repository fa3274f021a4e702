/**
 * The sandbox: an embedded PostgreSQL, an MCP server, a platform, users and faults, all in one
 * process and all over real protocols.
 */
@NullMarked
package tech.atoms.opsdesk.sandbox;

import org.jspecify.annotations.NullMarked;
