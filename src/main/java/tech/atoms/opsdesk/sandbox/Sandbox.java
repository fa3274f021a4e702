package tech.atoms.opsdesk.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.common.DirectoryLock;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.postgres.EmbeddedPostgres;
import tech.atoms.opsdesk.sandbox.checkout.Checkout;
import tech.atoms.opsdesk.sandbox.database.Accounts;
import tech.atoms.opsdesk.sandbox.database.DatabasePaused;
import tech.atoms.opsdesk.sandbox.database.LockChain;
import tech.atoms.opsdesk.sandbox.database.Person;
import tech.atoms.opsdesk.sandbox.database.SandboxDatabase;
import tech.atoms.opsdesk.sandbox.fault.FaultDriver;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;
import tech.atoms.opsdesk.sandbox.platform.PlatformServer;
import tech.atoms.opsdesk.sandbox.platform.PlatformState;
import tech.atoms.opsdesk.sandbox.platform.TokenMint;
import tech.atoms.opsdesk.sandbox.platform.Works;
import tech.atoms.opsdesk.sandbox.server.AtomsServer;
import tech.atoms.opsdesk.sandbox.server.Issuer;
import tech.atoms.opsdesk.sandbox.server.PublicPorts;
import tech.atoms.opsdesk.sandbox.tls.Authority;
import tech.atoms.opsdesk.sandbox.traffic.Traffic;

/**
 * A running sandbox: database, issuer, MCP server, platform, people. Starts with no fault on; what
 * lies in its directory is kept. Safe on any thread.
 */
public final class Sandbox implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sandbox.class);
  private static final int PEOPLE = 41;
  private static final Duration USER_TOKEN = Duration.ofHours(24);
  private static final Duration TOKEN_RENEWAL = Duration.ofHours(6);
  private static final String PROBER = "00000000-0000-4000-8000-00000000cafe";
  private static final String SOMEBODY = "00000000-0000-4000-8000-00000000face";
  private static final List<String> REDIRECTS = List.of("/auth/callback", "/auth/complete");
  private static final Duration FAULT_CHECK = Duration.ofMillis(250);
  private static final String PRODUCTION_HOST = "atomcp.sandbox.localhost";

  private final Deque<AutoCloseable> parts;
  private final Ready ready;

  private Sandbox(Deque<AutoCloseable> parts, Ready ready) {
    this.parts = parts;
    this.ready = ready;
  }

  /**
   * Starts a sandbox. Takes about 2 s where its directory exists, and some seconds more the first
   * time.
   *
   * @param options how
   * @param clock decides times of rows, tokens, faults and people
   * @param progress hears one line for each step
   * @return the running sandbox, owned by the caller
   * @throws ProblemException where it cannot run: another one uses the directory, the directory is
   *     not a sandbox's, a port is taken, PostgreSQL does not start
   */
  public static Sandbox start(Options options, InstantSource clock, Consumer<String> progress) {
    Start start = new Start(options, clock, progress);
    try {
      return new Sandbox(start.parts, start.run());
    } catch (ProblemException e) {
      close(start.parts);
      throw e;
    } catch (Exception e) {
      close(start.parts);
      throw new ProblemException(
          new Problem(
              "The sandbox did not start",
              options.directory().toString(),
              String.valueOf(e.getMessage()),
              "Read the newest log of the desk; --fresh starts anew"),
          e);
    }
  }

  /** Everything needed to use it. */
  public Ready ready() {
    return ready;
  }

  /** Stops everything, last started first, within 5 s; no process is left. */
  @Override
  public void close() {
    close(parts);
  }

  private static synchronized void close(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        log.warn("A part of the sandbox did not stop cleanly", e);
      }
    }
  }

  /** One start, step by step; what was started is on the stack, also where a later step fails. */
  private static final class Start {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Options options;
    private final Consumer<String> progress;
    private final DataDirectory directory;
    private final SecretFiles secrets;
    private final InstantSource clock;
    private final Faults faults;
    private final RequestLog requests;

    Start(Options options, InstantSource clock, Consumer<String> progress) {
      this.options = options;
      this.clock = clock;
      this.faults = new Faults(clock);
      this.requests = new RequestLog(clock);
      this.progress = progress;
      this.directory = new DataDirectory(options.directory());
      this.secrets = new SecretFiles(directory.secrets());
    }

    Ready run() throws Exception {
      directory.open();
      parts.push(lock());
      requirePort();
      if (options.fresh()) {
        progress.accept("Sandbox: throwing away what is there");
        throwAway();
      }
      Kept kept = Kept.read(directory.kept());
      PlatformState state = PlatformState.open(directory.platform(), kept.seed(), clock);
      Checkout checkout = new Checkout(directory.checkout(), directory.remotes());
      state.commits(checkout.make(state.releases()));
      // Beside the database, which takes longer.
      CompletableFuture<Authority> certificates = CompletableFuture.supplyAsync(this::authority);
      SandboxDatabase database = database(kept);
      Issuer issuer = issuer(kept);
      Authority authority = certificates.join();
      PublicPorts ports =
          new PublicPorts(
              Kept.free(kept.httpsPort()), Kept.free(kept.plainPort()), authority, faults);
      AtomsServer.Settings settings = settings(kept, state, issuer);
      AtomsServer server = server(settings, state, database, ports);
      StagedServers servers =
          new StagedServers(server, settings, database.server(), faults, clock, authority);
      parts.push(servers);
      issuer.register(
          new Issuer.Client(
              SandboxVariables.CLIENT_ID,
              REDIRECTS.stream().map(ports.httpsUrl()::resolve).toList(),
              faults));
      List<Person> people = database.people(PEOPLE);
      PlatformServer platform =
          platform(
              kept,
              state,
              database,
              mint(issuer),
              new Works(servers, checkout::source, Works.USUAL_BUILD));
      String userToken = keepUserToken(issuer, people.getFirst());
      new SandboxVariables(ports.httpsUrl(), issuer.issuerUrl(), platform.baseUrl(), secrets, clock)
          .keep(state, checkout, kept);
      new Kept(
              kept.seed(),
              server.baseUrl().getPort(),
              issuer.issuerUrl().getPort(),
              platform.port(),
              database.port(),
              ports.httpsUrl().getPort(),
              ports.plainUrl().getPort())
          .write(directory.kept());
      secrets.write(
          SandboxSecrets.INBOX_URL, platform.baseUrl().resolve("/sandbox/inbox").toString());
      PrivateFiles.directory(directory.copies());
      PrivateFiles.write(
          directory.profile(),
          ProfileText.of(
              server.baseUrl(),
              ports,
              authority.publicFile(),
              platform.baseUrl(),
              database.url(),
              secrets,
              directory.checkout(),
              checkout.envFile(),
              directory.backups(),
              directory.copies(),
              SandboxSecrets.backupRecipient(secrets)),
          true);
      if (!FirstHealth.await(server.baseUrl().resolve("/health"))) {
        progress.accept("Sandbox: the server is slow to become healthy");
      }
      requests.clear();
      if (options.traffic()) {
        traffic(kept, database, issuer, server, people.subList(1, people.size()));
      }
      progress.accept("Sandbox: ready on " + server.baseUrl());
      return ready(database, issuer, server, ports, platform, userToken);
    }

    private DirectoryLock lock() throws IOException {
      try {
        return DirectoryLock.acquire(directory.lock());
      } catch (DirectoryLock.HeldException e) {
        throw new ProblemException(
            new Problem(
                "Another sandbox uses this directory",
                directory.root().toString(),
                String.valueOf(e.getMessage()),
                "Stop that process, or choose another directory with --data DIR"),
            e);
      }
    }

    /** Before anything is thrown away or made up for nothing. */
    private void requirePort() {
      Integer wanted = options.httpPort();
      if (wanted != null && Kept.free(wanted) == 0) {
        throw new ProblemException(
            new Problem(
                "The port is not free",
                "127.0.0.1:" + wanted,
                "another program uses it, or it is not yours to use",
                "Choose another port with --http-port, or leave the option out"));
      }
    }

    /** A PostgreSQL that a killed run left behind still works in the directory: stop it first. */
    private void throwAway() throws IOException {
      if (EmbeddedPostgres.runningAt(directory.postgres())) {
        EmbeddedPostgres.start(
                new EmbeddedPostgres.Settings(
                    directory.postgres(),
                    0,
                    Accounts.SUPERUSER,
                    secrets.get(Accounts.SUPERUSER),
                    java.util.Map.of()))
            .close();
      }
      directory.clear();
    }

    private SandboxDatabase database(Kept kept) throws IOException, SQLException {
      boolean existing = Files.exists(directory.postgres());
      boolean left = existing && EmbeddedPostgres.runningAt(directory.postgres());
      progress.accept(
          "Sandbox: "
              + (left
                  ? "taking over the database of an earlier run"
                  : existing ? "starting the database" : "making the database up"));
      SandboxDatabase database =
          SandboxDatabase.start(
              new SandboxDatabase.Settings(
                  directory.postgres(),
                  left ? kept.databasePort() : Kept.free(kept.databasePort()),
                  SandboxSecrets.accounts(secrets),
                  options.size(),
                  kept.seed(),
                  clock));
      parts.push(database);
      return database;
    }

    private Issuer issuer(Kept kept) throws IOException {
      if (!Files.exists(directory.issuerKey())) {
        PrivateFiles.write(directory.issuerKey(), Issuer.newKey().reveal() + "\n", true);
      }
      Secret key = new Secret(Files.readString(directory.issuerKey()).strip());
      Issuer issuer = new Issuer(key, Kept.free(kept.issuerPort()), clock);
      issuer.start();
      parts.push(issuer);
      return issuer;
    }

    private AtomsServer.Settings settings(Kept kept, PlatformState state, Issuer issuer) {
      Integer wanted = options.httpPort();
      return new AtomsServer.Settings(
          wanted == null ? Kept.free(kept.serverPort()) : wanted,
          state.liveVersion().substring(1),
          state.liveCommit().substring(0, 7),
          issuer,
          60,
          100,
          10,
          Duration.ofHours(24),
          Duration.ofMinutes(1),
          20);
    }

    private AtomsServer server(
        AtomsServer.Settings settings,
        PlatformState state,
        SandboxDatabase database,
        PublicPorts ports)
        throws IOException {
      AtomsServer server =
          new AtomsServer(settings, database.server(), faults, clock, ports, requests);
      server.serve(StagedServers.edition(state.liveBuild()));
      server.start();
      parts.push(server);
      return server;
    }

    private Authority authority() {
      try {
        return Authority.open(directory.certificates(), clock);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Good tokens and others. Not of the desk's own user: too many sessions end the oldest. */
    private TokenMint mint(Issuer issuer) {
      return (issuedAgo, expiresIn, notBeforeIn, otherIssuer, otherAudience, somebody) -> {
        Instant now = clock.instant();
        return issuer.token(
            new Issuer.Wish(
                somebody ? SOMEBODY : PROBER,
                somebody ? "somebody@sandbox.localhost" : "prober@sandbox.localhost",
                now.minusSeconds(issuedAgo),
                now.plusSeconds(expiresIn),
                notBeforeIn == null ? null : now.plusSeconds(notBeforeIn),
                otherIssuer,
                otherAudience));
      };
    }

    private PlatformServer platform(
        Kept kept, PlatformState state, SandboxDatabase database, TokenMint mint, Works works)
        throws Exception {
      FaultDriver driver =
          new FaultDriver(
              faults, List.of(new DatabasePaused(database), new LockChain(database.admin())));
      parts.push(driver);
      driver.start(FAULT_CHECK);
      PlatformServer platform =
          new PlatformServer(
              Kept.free(kept.platformPort()),
              SandboxSecrets.platformToken(secrets),
              state,
              PRODUCTION_HOST,
              faults,
              driver::settle,
              clock,
              mint,
              requests,
              works);
      parts.push(SupabaseProject.beside(platform, database, secrets, faults, clock));
      platform.start();
      parts.push(platform);
      return platform;
    }

    /** The token of the desk's own user, renewed in its file long before it ends. */
    private String keepUserToken(Issuer issuer, Person user) throws IOException {
      var timer =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("user-token").factory());
      parts.push(timer::shutdownNow);
      var renewal =
          timer.scheduleAtFixedRate(
              () -> {
                try {
                  secrets.write(SandboxSecrets.USER_TOKEN, token(issuer, user, USER_TOKEN));
                } catch (IOException e) {
                  log.warn("The user's token was not renewed", e);
                }
              },
              TOKEN_RENEWAL.toMillis(),
              TOKEN_RENEWAL.toMillis(),
              TimeUnit.MILLISECONDS);
      log.trace("user token renewal {}", renewal);
      String first = token(issuer, user, USER_TOKEN);
      secrets.write(SandboxSecrets.USER_TOKEN, first);
      secrets.write(SandboxSecrets.EXPIRED_TOKEN, token(issuer, user, USER_TOKEN.negated()));
      return first;
    }

    private void traffic(
        Kept kept, SandboxDatabase database, Issuer issuer, AtomsServer server, List<Person> people)
        throws SQLException, InterruptedException {
      parts.push(
          Traffic.start(
              server.resource(),
              (person, valid) -> token(issuer, person, valid),
              database,
              people,
              kept.seed(),
              clock,
              server::forgetCounts));
    }

    private Ready ready(
        SandboxDatabase database,
        Issuer issuer,
        AtomsServer server,
        PublicPorts ports,
        PlatformServer platform,
        String userToken)
        throws IOException {
      Accounts accounts = SandboxSecrets.accounts(secrets);
      return new Ready(
          "sandbox",
          server.baseUrl().toString(),
          server.baseUrl().resolve("/health").toString(),
          server.baseUrl().resolve("/metrics").toString(),
          server.resource().toString(),
          ports.httpsUrl().toString(),
          ports.plainUrl().toString(),
          issuer.issuerUrl().toString(),
          platform.baseUrl().toString(),
          SandboxSecrets.platformToken(secrets).reveal(),
          userToken,
          database.jdbcUrl(),
          Accounts.READER,
          accounts.reader().reveal(),
          Accounts.ADMIN,
          accounts.admin().reveal(),
          directory.profile().toString(),
          directory.root().toString(),
          ProcessHandle.current().pid());
    }

    private static String token(Issuer issuer, Person person, Duration valid) {
      return issuer.token(person.id().toString(), person.email(), valid);
    }
  }
}
