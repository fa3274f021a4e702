/**
 * The sandbox's Atoms MCP server: health, metrics, MCP in both protocol generations, sign-in,
 * sessions, rate limit and cache, in front of a real PostgreSQL; and the issuer of its tokens.
 */
@NullMarked
package tech.atoms.opsdesk.sandbox.server;

import org.jspecify.annotations.NullMarked;
