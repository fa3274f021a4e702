package tech.atoms.opsdesk.checklist.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.SignOffView;
import tech.atoms.opsdesk.checklist.WaiverView;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.state.Result;
import tech.atoms.opsdesk.checklist.state.Signature;
import tech.atoms.opsdesk.checklist.state.Tick;
import tech.atoms.opsdesk.checklist.state.Waiver;

/** The checklist as other programs read it; stable within a major version. */
public final class ChecklistJson {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private ChecklistJson() {}

  /** All of a snapshot. */
  public static Map<String, @Nullable Object> of(ReadinessSnapshot snapshot) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("environment", snapshot.environment());
    json.put("at", snapshot.at());
    json.put("outcome", snapshot.verdict().go() ? "pass" : "fail");
    json.put("verdict", snapshot.verdict().word());
    json.put("deployment", deployment(snapshot.deployment()));
    json.put("deploymentProblem", snapshot.deploymentProblem());
    json.put("counts", snapshot.counts());
    json.put(
        "blockers",
        snapshot.verdict().blockers().stream()
            .map(one -> one.item().isEmpty() ? "deployment" : one.item())
            .toList());
    json.put("items", snapshot.items().stream().map(ChecklistJson::item).toList());
    json.put("signOffs", snapshot.signOffs().stream().map(ChecklistJson::signOff).toList());
    json.put("waivers", snapshot.waivers().stream().map(ChecklistJson::waiver).toList());
    json.put("storeProblem", snapshot.storeProblem());
    return json;
  }

  /** One item. */
  public static Map<String, @Nullable Object> item(ItemView view) {
    Result result = view.result();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", view.item().id());
    json.put("section", view.item().section());
    json.put("text", view.item().text());
    json.put("kind", view.item().kind());
    json.put("owner", view.item().owner());
    json.put("state", result.state());
    json.put("under", result.under());
    json.put("by", by(result));
    json.put("at", result.at());
    json.put("until", result.until());
    json.put("reason", result.reason());
    json.put("checks", result.checks());
    json.put("version", view.version());
    return json;
  }

  private static @Nullable String by(Result result) {
    Tick tick = result.tick();
    Waiver waiver = result.waiver();
    Signature signature = result.signature();
    return switch (result.state()) {
      case WAIVED, WAIVER_EXPIRED -> waiver == null ? null : waiver.approver();
      case ATTESTED, STALE ->
          signature != null ? signature.by() : tick != null ? tick.by() : machine(result);
      default -> machine(result);
    };
  }

  private static @Nullable String machine(Result result) {
    return result.findings().isEmpty() ? null : "check";
  }

  private static Map<String, @Nullable Object> signOff(SignOffView view) {
    Signature signature = view.view().result().signature();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", view.view().item().id());
    json.put("role", view.role());
    json.put("step", view.step().name().toLowerCase(Locale.ROOT));
    json.put("reason", view.view().result().reason());
    json.put("by", signature == null ? null : signature.by());
    json.put("at", signature == null ? null : signature.at());
    json.put("deployment", signature == null ? null : signature.deployment().id());
    json.put("hash", signature == null ? null : signature.hash());
    return json;
  }

  private static Map<String, @Nullable Object> waiver(WaiverView view) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", view.waiver().item());
    json.put("reason", view.waiver().reason());
    json.put("approver", view.waiver().approver());
    json.put("until", view.waiver().until());
    json.put("by", view.waiver().by());
    json.put("at", view.waiver().at());
    json.put("holds", view.holds());
    json.put("needed", view.needed());
    json.put("hides", view.item().result().under());
    return json;
  }

  static @Nullable Map<String, Object> deployment(@Nullable Deployment live) {
    return live == null ? null : Map.of("id", live.id(), "version", live.version());
  }

  /** One finding. */
  static Map<String, @Nullable Object> finding(Finding finding, @Nullable String deployment) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", finding.check());
    json.put("items", finding.items());
    json.put("title", finding.title());
    json.put("outcome", finding.outcome());
    json.put("expected", finding.expected());
    json.put("found", finding.found());
    json.put("evidence", finding.evidence());
    json.put("source", finding.source());
    json.put("at", finding.at());
    json.put("durationMs", finding.took().toMillis());
    json.put("deployment", deployment);
    return json;
  }
}
