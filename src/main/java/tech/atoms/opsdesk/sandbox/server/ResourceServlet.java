package tech.atoms.opsdesk.sandbox.server;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/** The protected-resource document (RFC 9728), readable from any origin. */
final class ResourceServlet extends HttpServlet {
  static final String PATH = "/.well-known/oauth-protected-resource";
  private static final long serialVersionUID = 1L;

  private final transient Supplier<String> resource;
  private final String issuer;
  private final transient Faults faults;

  ResourceServlet(Supplier<String> resource, String issuer, Faults faults) {
    this.faults = faults;
    this.resource = resource;
    this.issuer = issuer;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    cors(response);
    Replies.json(
        response,
        200,
        Map.of(
            "resource",
            resource.get() + (faults.active(Fault.SIGN_IN_WRONG, 4) ? "/other" : ""),
            "authorization_servers",
            List.of(issuer + "/"),
            "scopes_supported",
            Arrays.asList(Issuer.SCOPES.split(" ")),
            "bearer_methods_supported",
            List.of("header")));
  }

  @Override
  protected void doOptions(HttpServletRequest request, HttpServletResponse response) {
    cors(response);
    response.setStatus(204);
  }

  private static void cors(HttpServletResponse response) {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Methods", "GET, OPTIONS");
    response.setHeader("Access-Control-Allow-Headers", "Authorization, MCP-Protocol-Version");
  }
}
