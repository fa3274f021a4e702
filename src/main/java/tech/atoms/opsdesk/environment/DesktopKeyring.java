package tech.atoms.opsdesk.environment;

import com.github.javakeyring.BackendNotSupportedException;
import com.github.javakeyring.PasswordAccessException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * The keyring of this desktop: Secret Service or KWallet, Keychain, Credential Manager. Every call
 * runs on a thread of its own and is given up after a time, because a desktop without a person in
 * front of it never answers the request to unlock.
 */
public final class DesktopKeyring implements Keyring {
  private static final Logger log = LoggerFactory.getLogger(DesktopKeyring.class);
  private static final String SERVICE = "opsdesk";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String NEXT =
      "Name the secret by env:NAME or by file:PATH (a file with mode 0600) instead, or start the"
          + " desk in a desktop session whose keyring is unlocked";

  private final Access access;
  private final Duration patience;

  /** The keyring of the operating system. */
  public DesktopKeyring() {
    this(DesktopKeyring::open, PATIENCE);
  }

  DesktopKeyring(Access access, Duration patience) {
    this.access = access;
    this.patience = patience;
  }

  /** Opens the system's keyring. */
  @FunctionalInterface
  interface Access {
    /** Opens it; the caller closes. */
    Opened open() throws BackendNotSupportedException;
  }

  /** An open keyring. */
  interface Opened extends AutoCloseable {
    @Nullable String get(String service, String account) throws PasswordAccessException;

    void set(String service, String account, String password) throws PasswordAccessException;

    @Override
    void close();
  }

  private static Opened open() throws BackendNotSupportedException {
    com.github.javakeyring.Keyring keyring = com.github.javakeyring.Keyring.create();
    return new Opened() {
      @Override
      public @Nullable String get(String service, String account) throws PasswordAccessException {
        return keyring.getPassword(service, account);
      }

      @Override
      public void set(String service, String account, String password)
          throws PasswordAccessException {
        keyring.setPassword(service, account, password);
      }

      @Override
      public void close() {
        try {
          keyring.close();
        } catch (Exception e) {
          log.debug("Closing the keyring failed", e);
        }
      }
    };
  }

  @Override
  public Optional<Secret> read(String name) {
    String found =
        timed(
            name,
            opened -> {
              try {
                return opened.get(SERVICE, name);
              } catch (PasswordAccessException e) {
                return null; // the library's word for "no such entry"
              }
            });
    return Optional.ofNullable(found).filter(text -> !text.isBlank()).map(Secret::new);
  }

  @Override
  public void write(String name, Secret secret) {
    timed(
        name,
        opened -> {
          opened.set(SERVICE, name, secret.reveal());
          return null;
        });
  }

  @FunctionalInterface
  private interface Use {
    @Nullable String with(Opened opened) throws Exception;
  }

  private @Nullable String timed(String name, Use use) {
    FutureTask<@Nullable String> task =
        new FutureTask<>(
            () -> {
              try (Opened opened = access.open()) {
                return use.with(opened);
              }
            });
    Thread.ofPlatform().daemon().name("keyring").start(task);
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw problem(name, "no answer within " + patience.toSeconds() + " s; it may be locked");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof PasswordAccessException
          ? problem(name, "access was refused; it may be locked")
          : problem(name, "there is no keyring on this system that the desk can use");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw problem(name, "the wait was interrupted");
    }
  }

  private static ProblemException problem(String name, String why) {
    return new ProblemException(
        new Problem("The keyring cannot be used", "keyring:" + name, why, NEXT));
  }
}
