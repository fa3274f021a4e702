"""MCP server of Atoms: five tools over HTTP, behind AuthKit."""

import os

from fastmcp import FastMCP
from starlette.requests import Request
from starlette.responses import JSONResponse

VERSION = "@VERSION@"

mcp = FastMCP("atoms-mcp")


@mcp.tool
def query_tool(query_type: str, conditions: dict | None = None) -> dict:
    """Answer a query over workspaces, entities and relationships."""
    return {"query_type": query_type, "conditions": conditions or {}, "rows": []}


@mcp.custom_route("/health", methods=["GET"])
async def health(request: Request) -> JSONResponse:
    return JSONResponse({"status": "healthy", "version": VERSION})


app = mcp.http_app(
    path=os.environ.get("ATOMS_FASTMCP_HTTP_PATH", "/api/mcp"),
    stateless_http=True,
)
