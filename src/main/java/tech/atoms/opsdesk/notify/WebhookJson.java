package tech.atoms.opsdesk.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** A notice as one JSON object for other programs; stable within a major version. */
final class WebhookJson {
  private static final JsonMapper JSON = new JsonMapper();

  private WebhookJson() {}

  static String of(Sending sending) {
    Notice notice = sending.notice();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", notice.kind());
    json.put("id", notice.subject());
    json.put("idempotencyKey", sending.key());
    json.put("mayBeRepeated", sending.again());
    json.put("environment", notice.environment());
    json.put("at", notice.at().toString());
    json.put("title", notice.title());
    json.put("outcome", notice.outcome());
    json.put("mood", notice.mood().name().toLowerCase(java.util.Locale.ROOT));
    json.put("changes", notice.changes());
    Map<String, String> facts = new LinkedHashMap<>();
    notice.facts().forEach(fact -> facts.put(fact.name(), fact.text()));
    json.put("facts", facts);
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
