package tech.atoms.opsdesk.common;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells this machine from others by the name alone; asks no name server. */
public final class Loopback {
  private static final Pattern V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  private Loopback() {}

  /**
   * Whether a host is this machine.
   *
   * @param host as written in a URL, an IPv6 address with or without brackets
   */
  public static boolean is(String host) {
    String name = host.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("0:0:0:0:0:0:0:1")
        || V4.matcher(name).matches();
  }
}
