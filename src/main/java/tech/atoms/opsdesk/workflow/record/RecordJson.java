package tech.atoms.opsdesk.workflow.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.MaskedJson;
import tech.atoms.opsdesk.notify.Delivery;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunRecord;

/** A record as other programs read it; stable within a major version. */
final class RecordJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private RecordJson() {}

  static String write(RunRecord record, Instant at) throws JsonProcessingException {
    Run run = record.run();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("environment", run.plan().environment());
    json.put("at", at);
    json.put("outcome", run.isVerified() ? "done" : run.state().isOver() ? "failed" : "open");
    json.put("run", run(record));
    json.put("plan", plan(run.plan()));
    json.put("steps", steps(record));
    json.put("gates", record.gates());
    json.put("said", record.said());
    json.put("notifications", record.deliveries().stream().map(RecordJson::notification).toList());
    json.put("log", record.log());
    return JSON.writeValueAsString(MaskedJson.of(JSON.valueToTree(json))) + "\n";
  }

  private static Map<String, @Nullable Object> run(RunRecord record) {
    Run run = record.run();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", run.id());
    json.put("workflow", run.plan().workflow());
    json.put("title", run.plan().title());
    json.put("state", run.state());
    json.put("why", run.why());
    json.put("reason", run.reason());
    json.put("by", run.by());
    json.put("login", run.login());
    json.put("host", run.host());
    json.put("createdAt", run.created());
    json.put("endedAt", run.ended());
    json.put("durationMs", millis(run.created(), run.ended()));
    json.put("remains", record.remains());
    return json;
  }

  private static Map<String, Object> plan(Plan plan) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", plan.target());
    json.put("hash", plan.hash());
    json.put("confirmation", plan.confirmation());
    json.put("facts", plan.facts());
    json.put("changes", plan.changes());
    json.put("warnings", plan.warnings());
    return json;
  }

  private static List<Map<String, @Nullable Object>> steps(RunRecord record) {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    for (int i = 0; i < record.run().steps().size(); i++) {
      Run.RunStep step = record.run().steps().get(i);
      PlannedStep planned = record.run().plan().steps().get(i);
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("id", step.id());
      json.put("name", step.name());
      json.put("state", step.state());
      json.put("attempts", step.attempts());
      json.put("before", planned.before());
      json.put("after", planned.after());
      json.put("undo", planned.undo());
      json.put("startedAt", step.started());
      json.put("endedAt", step.ended());
      json.put("durationMs", millis(step.started(), step.ended()));
      json.put("detail", step.detail());
      json.put(
          "definition",
          record.definitions().stream()
              .filter(one -> one.id().equals(step.id()))
              .findFirst()
              .orElse(null));
      all.add(json);
    }
    return all;
  }

  static Map<String, @Nullable Object> notification(Delivery delivery) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("key", delivery.key());
    json.put("channel", delivery.channel());
    json.put("tells", delivery.notice().outcome());
    json.put("state", delivery.state());
    json.put("why", delivery.why());
    json.put("attempts", delivery.attempts());
    json.put("perhapsTwice", delivery.unsure());
    json.put("createdAt", delivery.created());
    json.put("endedAt", delivery.ended());
    return json;
  }

  static @Nullable Long millis(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null ? null : Duration.between(from, to).toMillis();
  }
}
