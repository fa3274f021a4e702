package tech.atoms.opsdesk.sandbox.server;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.prometheus.metrics.model.snapshots.Unit;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;

/** One life of the server, from start to stop: builds the parts and joins them. */
final class ServerRun implements AutoCloseable {
  private static final String OTHER_VERSION = "0.9.0";
  private static final String NAME = "atoms-mcp-server";

  /** What a server takes that forgot to set a limit: enough to be wrong, too little to harm. */
  private static final int UNLIMITED_BYTES = 16 << 20;

  private static final String EXCHANGE = "exchange";

  private final AtomsServer.Settings settings;
  private final Edition edition;
  private final @Nullable URI standsFor;
  private final Faults faults;
  private final InstantSource clock;
  private final Loopback loopback;
  private final RequestLog log;
  private final NetworkBytes network = new NetworkBytes();
  private final Measures measures;
  private final Database database;
  private final Chores chores;
  private final ServerFaults acting;
  private final ReadCache cache;
  private final Sessions sessions;
  private final RateLimiter limiter;
  private final LiveCounts live;
  private final SigningKeys keys;
  private final Toolbox toolbox;
  private @Nullable McpStatelessSyncServer mcp;

  ServerRun(
      AtomsServer.Settings settings,
      Edition edition,
      DataSource source,
      Faults faults,
      InstantSource clock,
      Loopback loopback,
      RequestLog log,
      @Nullable URI standsFor) {
    this.edition = edition;
    this.standsFor = standsFor;
    this.log = log;
    this.settings = settings;
    this.faults = faults;
    this.clock = clock;
    this.loopback = loopback;
    AtomsServer.Tuning tuning = settings.tuning();
    measures = new Measures(network, edition.version(), edition.commit());
    database = new Database(source, settings.maxConnections());
    chores = new Chores(clock);
    acting = new ServerFaults(faults, clock, chores);
    cache =
        new ReadCache(
            clock,
            tuning.cacheTtl(),
            tuning.cacheBytes(),
            () -> faults.active(Fault.CACHE_COLD),
            measures);
    sessions =
        new Sessions(
            database,
            clock,
            settings.sessionTtl(),
            settings.sessionsPerUser(),
            () -> faults.active(Fault.SESSIONS_LEAKED));
    limiter = new RateLimiter(clock, settings.ratePerMinute(), settings.burst());
    live = new LiveCounts(database, clock);
    keys = new SigningKeys(settings.issuer().jwksUrl(), clock);
    toolbox =
        new Toolbox(
            List.of(
                new WorkspaceTool(database, cache, clock),
                new EntityTool(database, cache, clock),
                new RelationshipTool(database, clock),
                new WorkflowTool(database, cache, clock),
                new QueryTool(database, () -> faults.active(Fault.INJECTION_OPEN))),
            measures,
            edition.losesConnections() ? new LostConnections(database) : () -> {});
  }

  void start() throws IOException {
    addGauges();
    Server server = loopback.newServer();
    server.setHandler(PublicPorts.before(loopback.others(), routes()));
    loopback.start(server, network);
    addChores();
    chores.start();
  }

  private ServletContextHandler routes() {
    URI other = standsFor;
    Supplier<String> resource =
        () -> other == null ? loopback.baseUrl() + McpFilter.PATH : other.toString();
    String issuer = settings.issuer().issuerUrl().toString();
    var tokens = new TokenCheck(keys, issuer, resource, clock, faults);
    var gatekeeper =
        new Gatekeeper(
            tokens,
            sessions,
            limiter,
            measures,
            faults,
            () -> loopback.baseUrl() + ResourceServlet.PATH + McpFilter.PATH);
    var checks = new Checks(database, cache, keys, gatekeeper::limits, chores.threads());
    ModernMcp modern =
        settings.tuning().modernProtocol() ? new ModernMcp(toolbox, NAME, edition.version()) : null;

    var context = new ServletContextHandler();
    var lambda = new Lambda(clock, settings.tuning().coldAfter());
    filter(
        context,
        "/*",
        new EdgeFilter(faults, measures, lambda, settings.tuning().coldDelay(), log));
    filter(
        context,
        McpFilter.PATH + "/*",
        new McpFilter(gatekeeper, toolbox, modern, this::maxRequestBytes, faults));
    servlet(
        context,
        "/health",
        new HealthServlet(
            checks,
            measures,
            gatekeeper,
            live,
            faults,
            clock,
            acting::healthTimestamp,
            () -> faults.active(Fault.VERSION_OTHER) ? OTHER_VERSION : edition.version()));
    servlet(context, "/metrics", new MetricsServlet(measures, faults));
    var document = new ResourceServlet(resource, issuer, faults);
    servlet(context, ResourceServlet.PATH, document);
    servlet(context, ResourceServlet.PATH + McpFilter.PATH, document);
    servlet(context, McpFilter.PATH, mcpServlet());
    servlet(context, "/", new NotFoundServlet());
    return context;
  }

  private int maxRequestBytes() {
    return faults.active(Fault.BODY_UNLIMITED)
        ? UNLIMITED_BYTES
        : settings.tuning().maxRequestBytes();
  }

  private HttpServlet mcpServlet() {
    var transport =
        HttpServletStatelessServerTransport.builder()
            .jsonMapper(new JacksonMcpJsonMapper(Replies.JSON))
            .messageEndpoint(McpFilter.PATH)
            .contextExtractor(
                request -> McpTransportContext.create(Map.of(EXCHANGE, Exchange.of(request))))
            .maxRequestSize(UNLIMITED_BYTES)
            .build();
    var specification =
        McpServer.sync(transport)
            .serverInfo(NAME, edition.version())
            .capabilities(McpSchema.ServerCapabilities.builder().tools(false).build())
            .immediateExecution(true)
            .validateToolInputs(false);
    for (Tool tool : toolbox.tools()) {
      specification.toolCall(
          McpSchema.Tool.builder(tool.name(), tool.schemaMap())
              .description(tool.description())
              .build(),
          this::call);
    }
    mcp = specification.build();
    return transport;
  }

  private McpSchema.CallToolResult call(
      McpTransportContext context, McpSchema.CallToolRequest request) {
    Exchange exchange = (Exchange) context.get(EXCHANGE);
    Map<String, Object> arguments = request.arguments() == null ? Map.of() : request.arguments();
    Toolbox.Outcome outcome;
    try {
      outcome = toolbox.call(request.name(), arguments, exchange.caller());
    } catch (Database.TookTooLong e) {
      exchange.timedOut(e);
      outcome = Toolbox.Outcome.failed("Timed out");
    }
    var result =
        McpSchema.CallToolResult.builder().addTextContent(outcome.text()).isError(outcome.error());
    return outcome.error()
        ? result.build()
        : result.structuredContent(outcome.structured()).build();
  }

  private static void filter(ServletContextHandler context, String path, Filter filter) {
    var holder = new FilterHolder(filter);
    holder.setAsyncSupported(true);
    context.addFilter(holder, path, EnumSet.of(DispatcherType.REQUEST));
  }

  private static void servlet(ServletContextHandler context, String path, HttpServlet servlet) {
    var holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, path);
  }

  private void addGauges() {
    gauge("db_pool_connections_in_use", null, "Connections in use.", database::inUse);
    gauge("db_pool_connections_idle", null, "Connections idle.", database::idle);
    gauge("db_pool_connections_max", null, "Connections at most.", database::max);
    gauge("cache_size_bytes", Unit.BYTES, "Size of the kept reads.", cache::bytes);
    gauge("cache_max_size_bytes", Unit.BYTES, "Most bytes of kept reads.", cache::maxBytes);
    gauge("rate_limiter_limit_per_minute", null, "Requests a minute.", limiter::perMinute);
    gauge("rate_limiter_burst", null, "Requests at once.", limiter::burst);
    double startTime = clock.instant().toEpochMilli() / 1e3;
    gauge("process_start_time_seconds", Unit.SECONDS, "When it started.", () -> startTime);
    measures.gauge(
        "atoms_active_sessions",
        null,
        "Sessions that are not expired.",
        () -> live.figure(LiveCounts.Counted::sessions));
    measures.gauge(
        "atoms_active_users",
        null,
        "Users with such a session.",
        () -> live.figure(LiveCounts.Counted::users));
  }

  private void gauge(String name, @Nullable Unit unit, String help, DoubleSupplier value) {
    measures.gauge(name, unit, help, () -> OptionalDouble.of(value.getAsDouble()));
  }

  void forgetCounts() {
    measures.reset();
  }

  private void addChores() {
    chores.add("counting sessions", LiveCounts.EVERY, live::refresh);
    chores.add(
        "cleaning up sessions",
        settings.cleanupInterval(),
        () -> {
          limiter.cleanup();
          sessions.cleanup();
        });
    acting.follow(Fault.CONNECTIONS_LEAKED, value -> database.leak((int) value.orElse(0)));
    acting.follow(
        Fault.SESSIONS_LEAKED, new LeakedSessions(database, clock, settings.sessionTtl()));
    PublicPorts ports = loopback.others();
    if (ports != null) {
      acting.follow(Fault.CERTIFICATE_EXPIRING, ports::certificate);
    }
    acting.follow(
        Fault.COUNTERS_RESET,
        value -> {
          if (value.isPresent()) {
            measures.reset();
          }
        });
    acting.follow(
        Fault.SERVER_STOPPED,
        value -> {
          if (value.isPresent()) {
            loopback.closePort();
          } else {
            loopback.openPort();
          }
        });
  }

  @Override
  public void close() {
    chores.close();
    loopback.stop();
    if (mcp != null) {
      mcp.close();
    }
    database.close();
  }
}
