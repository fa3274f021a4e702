package tech.atoms.opsdesk.check;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tech.atoms.opsdesk.common.Loopback;
import tech.atoms.opsdesk.database.DatabaseException;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.http.HttpFailure;

/**
 * Tells whether this machine's own network is at fault where something cannot be reached. Asks
 * nobody but the environment's own hosts. Safe on any thread.
 */
public final class OwnNetwork {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int HTTPS = 443;
  private static final int POSTGRES = 5432;

  private final List<Host> hosts;
  private final Look look;
  private final Fact<String> fault;

  /**
   * A place of the environment.
   *
   * @param name or address
   * @param port on which it should answer
   */
  public record Host(String name, int port) {}

  /** How this machine's network is looked at. Blocks. */
  public interface Look {
    /** Whether an interface other than the loopback is up and has an address. */
    boolean hasInterface();

    /** Whether a name is known to this machine's resolver; an address always is. */
    boolean resolves(Host host);

    /** Whether something answers there, if only by refusing. */
    boolean answers(Host host);
  }

  /**
   * A judge of this machine's network.
   *
   * @param hosts of the environment
   * @param look how it is looked at
   */
  public OwnNetwork(List<Host> hosts, Look look) {
    this.hosts = hosts.stream().filter(host -> !Loopback.is(host.name())).distinct().toList();
    this.look = look;
    this.fault = Fact.of("network of this machine", Lane.NONE, facts -> judged());
  }

  /** With the hosts of an environment. */
  public static OwnNetwork of(Environment environment) {
    Set<Host> hosts = new LinkedHashSet<>();
    add(hosts, environment.server().baseUrl());
    add(hosts, environment.server().publicUrl());
    PlatformSettings platform = environment.platform();
    if (platform != null) {
      add(hosts, platform.apiUrl());
    }
    DatabaseSettings database = environment.database();
    if (database != null) {
      database.hosts().forEach(one -> hosts.add(host(one)));
    }
    return new OwnNetwork(List.copyOf(hosts), new RealLook());
  }

  /** Of a database URL, which has been checked: an address of IP version 6 stands in brackets. */
  private static Host host(String one) {
    int colon = one.indexOf(':', one.lastIndexOf(']') + 1);
    String name = colon < 0 ? one : one.substring(0, colon);
    String port = colon < 0 ? "" : one.substring(colon + 1);
    return new Host(name, port.isEmpty() ? POSTGRES : Integer.parseInt(port));
  }

  private static void add(Set<Host> hosts, URI url) {
    if (url.getHost() != null) {
      int usual = "http".equals(url.getScheme()) ? 80 : HTTPS;
      hosts.add(new Host(url.getHost(), url.getPort() < 0 ? usual : url.getPort()));
    }
  }

  /** What is wrong with this machine's network, as far as it can be told; empty: nothing. */
  Fact<String> fault() {
    return fault;
  }

  /** Whether a failure may be the network's: nothing at all could be had from the other side. */
  static boolean mayExplain(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      if (one instanceof HttpFailure http) {
        return http.kind() == HttpFailure.Kind.UNREACHABLE
            || http.kind() == HttpFailure.Kind.TIMEOUT;
      }
      if (one instanceof DatabaseException database) {
        return database.kind() == DatabaseException.Kind.UNREACHABLE;
      }
    }
    return false;
  }

  private String judged() throws InterruptedException {
    if (hosts.isEmpty()) {
      return "";
    }
    if (!look.hasInterface()) {
      return "this machine's network is down: no interface but the loopback is up";
    }
    if (hosts.stream().map(host -> host.name().toLowerCase(Locale.ROOT)).distinct().count() < 2) {
      return ""; // one machine that does not answer says nothing of the network
    }
    List<String> unnamed = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<Boolean>> names = new ArrayList<>();
      List<Future<Boolean>> answers = new ArrayList<>();
      for (Host host : hosts) {
        names.add(threads.submit(() -> look.resolves(host)));
        answers.add(threads.submit(() -> look.answers(host)));
      }
      long until = System.nanoTime() + PATIENCE.toNanos() * 2;
      for (int i = 0; i < hosts.size(); i++) {
        if (!yes(names.get(i), until)) {
          unnamed.add(hosts.get(i).name());
        }
        if (!yes(answers.get(i), until)) {
          silent.add(hosts.get(i).name());
        }
      }
    } finally {
      threads.shutdownNow(); // a resolver that hangs is not waited for
    }
    if (unnamed.size() == hosts.size()) {
      return "this machine's network resolves none of " + String.join(", ", unnamed);
    }
    return silent.size() == hosts.size()
        ? "this machine's network has no way to any of " + String.join(", ", silent)
        : "";
  }

  private static boolean yes(Future<Boolean> answer, long until) throws InterruptedException {
    try {
      return answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private static final class RealLook implements Look {
    @Override
    public boolean hasInterface() {
      try {
        return NetworkInterface.networkInterfaces()
            .anyMatch(
                one -> {
                  try {
                    return one.isUp()
                        && !one.isLoopback()
                        && one.inetAddresses().anyMatch(it -> !it.isLinkLocalAddress());
                  } catch (IOException e) {
                    return false;
                  }
                });
      } catch (IOException e) {
        return true; // not known, so not blamed
      }
    }

    @Override
    public boolean resolves(Host host) {
      try {
        return InetAddress.getAllByName(host.name()).length > 0;
      } catch (UnknownHostException e) {
        return false;
      }
    }

    @Override
    public boolean answers(Host host) {
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(host.name(), host.port()), Math.toIntExact(PATIENCE.toMillis()));
        return true;
      } catch (ConnectException refused) {
        return String.valueOf(refused.getMessage()).contains("refused");
      } catch (IOException e) {
        return false;
      }
    }
  }
}
