package tech.atoms.opsdesk.sandbox.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * What the operating system says about this process. Empty where it does not say: disk and resident
 * memory come from Linux's {@code /proc} alone.
 */
final class ProcessFigures {
  private static final Path IO = Path.of("/proc/self/io");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final double NANOS = 1e9;
  private static final double KIB = 1024;

  /** Processor time used, in seconds. */
  OptionalDouble cpuSeconds() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean os) {
      long nanos = os.getProcessCpuTime();
      return nanos < 0 ? OptionalDouble.empty() : OptionalDouble.of(nanos / NANOS);
    }
    return OptionalDouble.empty();
  }

  /** Bytes read from disks. */
  OptionalDouble diskRead() {
    return line(IO, "read_bytes:");
  }

  /** Bytes written to disks. */
  OptionalDouble diskWritten() {
    return line(IO, "write_bytes:");
  }

  /** Resident memory in bytes. */
  OptionalDouble residentBytes() {
    OptionalDouble kib = line(STATUS, "VmRSS:");
    return kib.isPresent() ? OptionalDouble.of(kib.getAsDouble() * KIB) : kib;
  }

  private static OptionalDouble line(Path file, String name) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(name)) {
          String number = line.substring(name.length()).replace("kB", "").strip();
          return OptionalDouble.of(Double.parseDouble(number));
        }
      }
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.empty();
  }
}
