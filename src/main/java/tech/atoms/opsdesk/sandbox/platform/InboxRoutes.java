package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A webhook that keeps what it is sent, so that notifications can be seen without a Slack. */
final class InboxRoutes {
  private static final Logger log = LoggerFactory.getLogger(InboxRoutes.class);
  private static final int MOST_KEPT = 100;

  private final InstantSource clock;
  private final Deque<Map<String, Object>> messages = new ArrayDeque<>();

  InboxRoutes(InstantSource clock) {
    this.clock = clock;
  }

  List<Route> all() {
    return List.of(
        Route.own("POST", "/sandbox/inbox", this::take),
        Route.own("GET", "/sandbox/inbox", question -> list()));
  }

  private synchronized Answer take(Question question) {
    JsonNode body = question.object();
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("receivedAt", clock.instant().toString());
    message.put("message", body);
    messages.addFirst(message);
    if (messages.size() > MOST_KEPT) {
      messages.removeLast();
    }
    log.info(
        "Inbox: {}: {}: {}",
        body.path("environment").asText(),
        body.path("title").asText(),
        body.path("outcome").asText());
    return Answer.ok(Map.of("taken", messages.size()));
  }

  /** The newest first. */
  private synchronized Answer list() {
    return Answer.ok(Map.of("messages", List.copyOf(messages)));
  }
}
