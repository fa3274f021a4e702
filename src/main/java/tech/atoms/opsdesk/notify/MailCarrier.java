package tech.atoms.opsdesk.notify;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Channel;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.SecureSockets;

/** Sends notices as mail. The same notice always has the same Message-ID. */
final class MailCarrier implements Carrier {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String ASK_WHO_RUNS_IT = "Ask whoever runs the mail server";

  private final Channel.Email channel;
  private final SecretResolver secrets;
  private final InstantSource clock;
  private final Duration deadline;
  private final Set<FutureTask<Boolean>> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  MailCarrier(Channel.Email channel, SecretResolver secrets, InstantSource clock) {
    this(channel, secrets, clock, DEADLINE);
  }

  MailCarrier(
      Channel.Email channel, SecretResolver secrets, InstantSource clock, Duration deadline) {
    this.channel = channel;
    this.secrets = secrets;
    this.clock = clock;
    this.deadline = deadline;
  }

  /**
   * The time limits of mail are those of single reads, so a server that says a word now and then
   * could hold it for hours: all of it is done by a thread that is interrupted, which closes its
   * socket.
   */
  @Override
  public void send(Sending sending) {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              deliver(sending);
              return true;
            });
    underWay.add(task);
    if (closed) {
      task.cancel(true);
    }
    Thread.ofVirtual().name("mail-" + channel.name()).start(task);
    try {
      task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw Undelivered.unsure(
          problem(
              "no complete answer within " + deadline.toSeconds() + " s",
              "Check the mail server's load and its log"),
          e);
    } catch (CancellationException e) {
      throw cutOff(e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw cutOff(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Undelivered undelivered) {
        throw undelivered;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      underWay.remove(task);
    }
  }

  private Undelivered cutOff(Exception e) {
    return Undelivered.unsure(
        problem("the desk ended while it was sent", "Nothing: it is sent again"), e);
  }

  @Override
  public void close() {
    closed = true;
    underWay.forEach(task -> task.cancel(true));
  }

  private void deliver(Sending sending) {
    String password = password();
    Session session = Session.getInstance(properties());
    MimeMessage mail = mail(session, sending);
    Transport transport;
    try {
      transport = session.getTransport("smtp");
      transport.connect(channel.host(), channel.port(), channel.user(), password);
    } catch (MessagingException e) {
      throw notConnected(e);
    }
    try {
      transport.sendMessage(mail, mail.getAllRecipients());
    } catch (MessagingException e) {
      throw notSent(e);
    } finally {
      close(transport);
    }
  }

  private static void close(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      // What was to be said has been said.
    }
  }

  private @Nullable String password() {
    SecretRef ref = channel.password();
    try {
      return ref == null ? null : secrets.resolve(ref).reveal();
    } catch (ProblemException e) {
      throw Undelivered.notNow(e.problem(), e, null);
    }
  }

  private Properties properties() {
    String millis = Long.toString(deadline.toMillis());
    Properties all = new Properties();
    all.put("mail.smtp.connectiontimeout", millis);
    all.put("mail.smtp.timeout", millis);
    all.put("mail.smtp.writetimeout", millis);
    all.put("mail.smtp.auth", Boolean.toString(channel.user() != null));
    // Those who can get it do, and the others are named.
    all.put("mail.smtp.sendpartial", "true");
    // What was taken stays taken, however long the other side thinks about the farewell.
    all.put("mail.smtp.quitwait", "false");
    boolean starttls = channel.security() == Channel.Security.STARTTLS;
    boolean tls = channel.security() == Channel.Security.TLS;
    all.put("mail.smtp.starttls.enable", Boolean.toString(starttls));
    all.put("mail.smtp.starttls.required", Boolean.toString(starttls));
    all.put("mail.smtp.ssl.enable", Boolean.toString(tls));
    all.put("mail.smtp.ssl.checkserveridentity", "true");
    // Who is not trusted by our sockets is not asked by others.
    all.put("mail.smtp.socketFactory.fallback", "false");
    try {
      all.put("mail.smtp.ssl.socketFactory", SecureSockets.trusting(channel.caFile()));
    } catch (HttpFailure e) {
      throw Undelivered.notNow(e.problem(), e, null);
    }
    return all;
  }

  private MimeMessage mail(Session session, Sending sending) {
    String domain = channel.from().substring(channel.from().lastIndexOf('@') + 1);
    MimeMessage mail =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + sending.key() + "@" + domain + ">");
          }
        };
    try {
      mail.setFrom(
          new InternetAddress(channel.from(), "Atoms Ops Desk", StandardCharsets.UTF_8.name()));
      for (String to : channel.to()) {
        mail.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
      }
      mail.setSubject(MailText.subject(sending.notice()), StandardCharsets.UTF_8.name());
      mail.setText(MailText.body(sending), StandardCharsets.UTF_8.name());
      mail.setHeader("Auto-Submitted", "auto-generated");
      mail.setSentDate(Date.from(clock.instant()));
      return mail;
    } catch (MessagingException | UnsupportedEncodingException e) {
      throw Undelivered.refused(
          problem("the mail cannot be written: " + words(e), "Correct the addresses"), e);
    }
  }

  private Undelivered notConnected(MessagingException e) {
    if (e instanceof AuthenticationFailedException) {
      return Undelivered.refused(
          problem(
              "it does not take the user's name and password: " + words(e),
              "Correct `user` and `password` of the channel"),
          e);
    }
    IOException io = io(e);
    if (io != null) {
      HttpFailure failure =
          SecureSockets.failure(
              io,
              "mail server",
              URI.create("smtp://" + bracketed(channel.host()) + ":" + channel.port()),
              deadline);
      return Undelivered.notNow(
          problem(failure.problem().why(), failure.problem().next()), e, null);
    }
    String words = words(e);
    if (words.contains("STARTTLS is required")) {
      return Undelivered.refused(
          problem(
              "it does not offer STARTTLS, and nothing is sent in the clear",
              "Use its TLS port (security: tls), or have STARTTLS switched on"),
          e);
    }
    return Undelivered.notNow(problem(words, ASK_WHO_RUNS_IT), e, null);
  }

  private Undelivered notSent(MessagingException e) {
    if (e instanceof SendFailedException failed) {
      int code = code(failed);
      String refused = addresses(failed.getInvalidAddresses());
      boolean some =
          failed.getValidSentAddresses() != null && failed.getValidSentAddresses().length > 0;
      Problem problem =
          problem(
              (refused.isEmpty() ? "it refused the mail" : "it refused the mail to " + refused)
                  + (some ? ", and took it for the others" : "")
                  + ": "
                  + words(deepest(failed)),
              refused.isEmpty() ? ASK_WHO_RUNS_IT : "Correct the addresses of the channel");
      // Codes from 400 are of the moment; but who has it must not get it twice.
      return code >= 400 && code < 500 && !some
          ? Undelivered.notNow(problem, e, null)
          : Undelivered.refused(problem, e);
    }
    IOException io = io(e);
    String why = io == null ? words(e) : "the connection broke: " + words(io);
    return Undelivered.unsure(problem(why, "Nothing: it is sent again"), e);
  }

  /** The reply code of the server; -1 where there is none. */
  private static int code(MessagingException e) {
    int code = -1;
    for (Exception one = e; one instanceof MessagingException m; one = m.getNextException()) {
      code =
          switch (m) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSenderFailedException sender -> sender.getReturnCode();
            case SMTPSendFailedException send -> send.getReturnCode();
            default -> code;
          };
    }
    return code;
  }

  private static Exception deepest(MessagingException e) {
    Exception at = e;
    while (at instanceof MessagingException m && m.getNextException() != null) {
      at = m.getNextException();
    }
    return at;
  }

  private static @Nullable IOException io(MessagingException e) {
    for (Throwable one = e; one != null; one = one.getCause()) {
      if (one instanceof IOException io
          && (io.getCause() == null || !(io.getCause() instanceof IOException))) {
        return io;
      }
    }
    return null;
  }

  private static String addresses(Address @Nullable [] addresses) {
    return addresses == null
        ? ""
        : Arrays.stream(addresses).map(Address::toString).collect(Collectors.joining(", "));
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private Problem problem(String why, String next) {
    return new Problem(
        "The channel did not take the message",
        "channel " + channel.name() + ", mail by " + channel.host() + ":" + channel.port(),
        why,
        next);
  }

  private static String words(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return Masking.mask(message).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }
}
