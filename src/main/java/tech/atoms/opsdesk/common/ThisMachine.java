package tech.atoms.opsdesk.common;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine calls itself. Safe on any thread. */
public final class ThisMachine {
  private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

  private ThisMachine() {}

  /**
   * Its name, without asking a name server where the system tells: that could take seconds.
   *
   * @return never empty; "unknown host" where nothing tells
   */
  public static String name() {
    String windows = System.getenv("COMPUTERNAME");
    if (windows != null && !windows.isBlank()) {
      return windows;
    }
    try {
      String linux = Files.readString(LINUX).strip();
      if (!linux.isEmpty()) {
        return linux;
      }
    } catch (IOException e) {
      // Another system: below.
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }
}
