package tech.atoms.opsdesk.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.github.javakeyring.BackendNotSupportedException;
import com.github.javakeyring.PasswordAccessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.ProblemException;

class SecretsTest {
  private static final String CANARY = "hunter2-canary-0815";

  @TempDir Path directory;

  private final Map<String, String> entries = new HashMap<>();

  private Secret resolve(String ref) {
    return new Secrets(
            Map.of("TOKEN", CANARY, "EMPTY", " "), directory, () -> keyring(Duration.ofSeconds(5)))
        .resolve(SecretRef.parse(ref));
  }

  private DesktopKeyring keyring(Duration patience) {
    return new DesktopKeyring(
        () ->
            new DesktopKeyring.Opened() {
              @Override
              public @Nullable String get(String service, String account)
                  throws PasswordAccessException {
                String found = entries.get(service + "/" + account);
                if (found == null) {
                  throw new PasswordAccessException("No stored credentials match " + account);
                }
                return found;
              }

              @Override
              public void set(String service, String account, String password) {
                entries.put(service + "/" + account, password);
              }

              @Override
              public void close() {}
            },
        patience);
  }

  private Path file(String name, String content, String mode) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private void refused(String ref, String why, String next) {
    assertThatThrownBy(() -> resolve(ref))
        .isInstanceOfSatisfying(
            ProblemException.class,
            thrown -> {
              assertThat(thrown.problem().why()).contains(why);
              assertThat(thrown.problem().next()).contains(next);
              assertThat(thrown.problem().toString()).doesNotContain(CANARY);
            });
  }

  @Test
  void variables() {
    assertThat(resolve("env:TOKEN").reveal()).isEqualTo(CANARY);
    refused("env:MISSING", "not set", "variable MISSING");
    refused("env:EMPTY", "is empty", "variable EMPTY");
  }

  @Test
  void filesOnlyTheOwnerMayUse() throws IOException {
    file("token", CANARY + "\r\n\n", "rw-------");
    file("readonly", CANARY, "r--------");
    assertThat(resolve("file:token").reveal()).isEqualTo(CANARY);
    assertThat(resolve("file:readonly").reveal()).isEqualTo(CANARY);
    assertThat(resolve("file:" + directory.resolve("token")).reveal()).isEqualTo(CANARY);
  }

  @Test
  void filesThatOthersMayUseAreRefusedWithTheCommandToRun() throws IOException {
    for (String mode : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rwx------"}) {
      Path file = file("open-" + mode, CANARY, mode);
      refused("file:open-" + mode, mode, "chmod 600 " + file);
    }
  }

  @Test
  void filesOfSomebodyElseAreRefused() throws IOException {
    Path file = file("theirs", CANARY, "rw-------");
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    Files.setOwner(
        file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    refused("file:theirs", "belongs to nobody", "chown");
  }

  @Test
  void filesThatHoldNoSecret() throws IOException {
    file("empty", "\n", "rw-------");
    file("large", "x".repeat(70_000), "rw-------");
    Files.write(file("binary", "", "rw-------"), new byte[] {(byte) 0xC3, (byte) 0x28});
    refused("file:empty", "is empty", "Write the secret");
    refused("file:large", "larger than 65536 bytes", "Name the right file");
    refused("file:binary", "not text in UTF-8", "Name the right file");
    refused("file:none", "does not exist", "chmod 600");
    refused("file:.", "not a regular file", "Name a file");
  }

  @Test
  void theKeyringKeepsSecrets() {
    keyring(Duration.ofSeconds(5)).write("atoms", new Secret(CANARY));
    assertThat(resolve("keyring:atoms").reveal()).isEqualTo(CANARY);
    refused("keyring:other", "no such entry", "service opsdesk, account other");
  }

  @Test
  void aKeyringThatNeverAnswersIsGivenUp() {
    CountDownLatch never = new CountDownLatch(1);
    DesktopKeyring silent =
        new DesktopKeyring(
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new BackendNotSupportedException("late");
            },
            Duration.ofMillis(50));
    assertThatThrownBy(() -> silent.read("atoms"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no answer within");
    never.countDown();
  }

  @Test
  void aSystemWithoutKeyringSaysSo() {
    DesktopKeyring none =
        new DesktopKeyring(
            () -> {
              throw new BackendNotSupportedException("none");
            },
            Duration.ofSeconds(5));
    assertThatThrownBy(() -> none.read("atoms"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            thrown -> {
              assertThat(thrown.problem().why()).contains("there is no keyring");
              assertThat(thrown.problem().next()).contains("env:NAME", "file:PATH");
            });
  }

  @Test
  void resolvedSecretsAreMaskedEverywhere() {
    assertThat(resolve("env:TOKEN")).hasToString(Masking.MASK);
    assertThat(Masking.mask("got " + CANARY)).doesNotContain(CANARY);
  }
}
