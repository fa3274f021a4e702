/** Client of the MCP server: health, metrics text, MCP, sign-in, cross-origin headers. */
@NullMarked
package tech.atoms.opsdesk.server;

import org.jspecify.annotations.NullMarked;
