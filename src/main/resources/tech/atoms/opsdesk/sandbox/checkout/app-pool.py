"""MCP server of Atoms: five tools over HTTP, behind AuthKit."""

import os

from fastmcp import FastMCP
from psycopg2.pool import ThreadedConnectionPool
from starlette.requests import Request
from starlette.responses import JSONResponse

VERSION = "@VERSION@"

mcp = FastMCP("atoms-mcp")
pool = ThreadedConnectionPool(1, 20, os.environ["DATABASE_URL"])


@mcp.tool
def query_tool(query_type: str, conditions: dict | None = None) -> dict:
    """Answer a query over workspaces, entities and relationships."""
    connection = pool.getconn()
    with connection.cursor() as cursor:
        cursor.execute("select id, name from entities where workspace_id = %(workspace_id)s", conditions or {})
        return {"query_type": query_type, "conditions": conditions or {}, "rows": cursor.fetchall()}


@mcp.custom_route("/health", methods=["GET"])
async def health(request: Request) -> JSONResponse:
    return JSONResponse({"status": "healthy", "version": VERSION})


app = mcp.http_app(
    path=os.environ.get("ATOMS_FASTMCP_HTTP_PATH", "/api/mcp"),
    stateless_http=True,
)
