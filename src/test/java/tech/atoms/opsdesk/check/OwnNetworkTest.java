package tech.atoms.opsdesk.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.SslMode;
import tech.atoms.opsdesk.http.HttpFailure;

class OwnNetworkTest {
  private static final OwnNetwork.Host SERVER = new OwnNetwork.Host("mcp.example", 443);
  private static final OwnNetwork.Host PLATFORM = new OwnNetwork.Host("platform.example", 443);
  private static final OwnNetwork.Host HERE = new OwnNetwork.Host("127.0.0.1", 5432);

  private final AtomicInteger looks = new AtomicInteger();
  private boolean anyInterface = true;
  private Set<OwnNetwork.Host> named = Set.of(SERVER, PLATFORM);
  private Set<OwnNetwork.Host> answering = Set.of(SERVER, PLATFORM);

  private final OwnNetwork.Look look =
      new OwnNetwork.Look() {
        @Override
        public boolean hasInterface() {
          looks.incrementAndGet();
          return anyInterface;
        }

        @Override
        public boolean resolves(OwnNetwork.Host host) {
          return named.contains(host);
        }

        @Override
        public boolean answers(OwnNetwork.Host host) {
          return answering.contains(host);
        }
      };

  private List<Finding> run(OwnNetwork network, HttpFailure.Kind kind, int checks)
      throws InterruptedException {
    Fact<String> server =
        Fact.of(
            "server",
            Lane.SERVER,
            facts -> {
              throw new HttpFailure(
                  kind, new Problem("The server fails", "mcp.example", "refused", "Look"), null);
            });
    List<Check> all = new ArrayList<>();
    for (int i = 0; i < checks; i++) {
      all.add(Check.over(CheckSpec.of("a." + i, "A").build(), server, Answer::pass));
    }
    return new CheckRun(InstantSource.system(), Earlier.NOTHING, network).run(all, one -> {});
  }

  private String found(OwnNetwork.Host... hosts) throws InterruptedException {
    List<Finding> findings =
        run(new OwnNetwork(List.of(hosts), look), HttpFailure.Kind.UNREACHABLE, 1);
    assertThat(findings.getFirst().outcome()).isEqualTo(Outcome.UNKNOWN);
    return findings.getFirst().found();
  }

  @Test
  void oneThatDoesNotAnswerIsToBlameItself() throws Exception {
    answering = Set.of(PLATFORM);
    assertThat(found(SERVER, PLATFORM)).isEqualTo("The server fails: refused");
  }

  @Test
  void thisMachineIsToBlameWhereNothingCanBeReached() throws Exception {
    answering = Set.of();
    assertThat(found(SERVER, PLATFORM))
        .isEqualTo("this machine's network has no way to any of mcp.example, platform.example");
    named = Set.of();
    assertThat(found(SERVER, PLATFORM))
        .isEqualTo("this machine's network resolves none of mcp.example, platform.example");
    anyInterface = false;
    assertThat(found(SERVER))
        .isEqualTo("this machine's network is down: no interface but the loopback is up");
  }

  @Test
  void oneHostAloneSaysNothingOfTheNetwork() throws Exception {
    answering = Set.of();
    named = Set.of();
    assertThat(found(SERVER, HERE)).isEqualTo("The server fails: refused");
    OwnNetwork.Host database = new OwnNetwork.Host("MCP.example", 5432);
    assertThat(found(SERVER, database)).isEqualTo("The server fails: refused");
  }

  @Test
  void aHostThatIsNoUriIsOneAllTheSame() {
    Environment plain = Worlds.environment(EnvironmentKind.PRODUCTION);
    DatabaseSettings database =
        new DatabaseSettings(
            "postgresql://[::::]:5432,db_1.example:6543/postgres",
            "reader",
            null,
            SslMode.VERIFY_FULL,
            null);
    Environment environment =
        new Environment(
            plain.name(),
            plain.kind(),
            plain.server(),
            database,
            null,
            plain.policy(),
            plain.contacts(),
            plain.samplingInterval());
    assertThatCode(() -> OwnNetwork.of(environment)).doesNotThrowAnyException();
  }

  @Test
  void whatRunsOnThisMachineNeedsNoNetwork() throws Exception {
    anyInterface = false;
    assertThat(found(HERE)).isEqualTo("The server fails: refused");
    assertThat(looks).hasValue(0);
  }

  @Test
  void allChildrenSayTheSameAndTheNetworkIsLookedAtOnce() throws Exception {
    anyInterface = false;
    List<Finding> findings =
        run(new OwnNetwork(List.of(SERVER), look), HttpFailure.Kind.TIMEOUT, 12);
    assertThat(findings)
        .hasSize(12)
        .allSatisfy(
            one -> {
              assertThat(one.outcome()).isEqualTo(Outcome.UNKNOWN);
              assertThat(one.found()).startsWith("this machine's network is down");
              assertThat(one.evidence().getFirst().text()).isEqualTo("The server fails: refused");
            });
    assertThat(looks).hasValue(1);
  }

  @Test
  void anAnswerOfTheOtherSideIsNotTheNetworks() throws Exception {
    anyInterface = false;
    List<Finding> findings = run(new OwnNetwork(List.of(SERVER), look), HttpFailure.Kind.STATUS, 1);
    assertThat(findings.getFirst().found()).isEqualTo("The server fails: refused");
    assertThat(looks).hasValue(0);
  }
}
