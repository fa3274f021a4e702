package tech.atoms.opsdesk.sandbox.server;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/** {@code /metrics}: OpenMetrics text 1.0 where asked for it, else Prometheus text 0.0.4. */
final class MetricsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Measures measures;
  private final transient Faults faults;
  private final transient ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
  private final transient ExpositionFormatWriter prometheus = PrometheusTextFormatWriter.create();

  MetricsServlet(Measures measures, Faults faults) {
    this.measures = measures;
    this.faults = faults;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (faults.active(Fault.METRICS_GONE)) {
      Replies.text(response, 404, "Not Found");
      return;
    }
    String accept = request.getHeader("Accept");
    boolean open = accept != null && accept.contains("application/openmetrics-text");
    ExpositionFormatWriter writer = open ? openMetrics : prometheus;
    var bytes = new ByteArrayOutputStream();
    writer.write(bytes, measures.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    Replies.bytes(response, 200, writer.getContentType(), bytes.toByteArray());
  }
}
