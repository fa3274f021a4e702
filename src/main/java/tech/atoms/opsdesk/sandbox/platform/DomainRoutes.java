package tech.atoms.opsdesk.sandbox.platform;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/** What the platform makes of a domain's DNS; the sandbox's own domain is this machine's name. */
final class DomainRoutes {
  private static final String OWN = "localhost";
  private static final String ELSEWHERE = "192.0.2.1"; // RFC 5737: an address of nobody
  private final Faults faults;

  DomainRoutes(Faults faults) {
    this.faults = faults;
  }

  List<Route> all() {
    return List.of(Route.api("GET", "/domains/([^/]+)/config", this::config));
  }

  private Answer config(Question question) {
    if (!question.part(1).equals(OWN)) {
      return Answer.error(404, "not_found", "The domain was not found");
    }
    boolean elsewhere = faults.active(Fault.DNS_ELSEWHERE);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("configuredBy", "A");
    json.put("nameservers", List.of());
    json.put("serviceType", "external");
    json.put("cnames", List.of());
    json.put("aValues", elsewhere ? List.of(ELSEWHERE) : addresses());
    json.put("misconfigured", false);
    return Answer.ok(json);
  }

  private static List<String> addresses() {
    try {
      return Arrays.stream(InetAddress.getAllByName(OWN))
          .filter(Inet4Address.class::isInstance)
          .map(InetAddress::getHostAddress)
          .toList();
    } catch (UnknownHostException e) {
      return List.of();
    }
  }
}
