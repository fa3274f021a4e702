package tech.atoms.opsdesk.environment;

import java.util.List;
import java.util.Optional;

/**
 * Which channels there are, and which of them hear of what.
 *
 * @param channels in the profile's order, names unique
 * @param runs names of the channels that hear how runs end; each is among the channels
 */
public record Notices(List<Channel> channels, List<String> runs) {
  /** Nobody hears of anything. */
  public static final Notices NONE = new Notices(List.of(), List.of());

  /** Copies the lists. */
  public Notices {
    channels = List.copyOf(channels);
    runs = List.copyOf(runs);
  }

  /** The channel of a name; empty where there is none. */
  public Optional<Channel> channel(String name) {
    return channels.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
