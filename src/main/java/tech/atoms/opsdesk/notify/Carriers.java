package tech.atoms.opsdesk.notify;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import tech.atoms.opsdesk.environment.Channel;
import tech.atoms.opsdesk.environment.SecretResolver;

/** The carriers of channels, made when they are needed. Safe on any thread. */
final class Carriers implements AutoCloseable {
  private final SecretResolver secrets;
  private final InstantSource clock;
  private final Map<Channel, Carrier> made = new HashMap<>();

  Carriers(SecretResolver secrets, InstantSource clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  synchronized Carrier of(Channel channel) {
    return made.computeIfAbsent(channel, this::make);
  }

  private Carrier make(Channel channel) {
    return switch (channel) {
      case Channel.Slack slack -> new HttpCarrier(slack, secrets);
      case Channel.Webhook webhook -> new HttpCarrier(webhook, secrets);
      case Channel.Email email -> new MailCarrier(email, secrets, clock);
    };
  }

  @Override
  public synchronized void close() {
    made.values().forEach(Carrier::close);
  }
}
