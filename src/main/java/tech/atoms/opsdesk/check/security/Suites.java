package tech.atoms.opsdesk.check.security;

import java.util.List;

/**
 * Cipher suites of one kind, by the numbers of the IANA registry.
 *
 * @param name for people
 * @param codes their numbers
 */
record Suites(String name, List<Integer> codes) {

  /** Copies the list. */
  Suites {
    codes = List.copyOf(codes);
  }

  /** What a client of today offers below TLS 1.3, and old servers know. */
  static final Suites USUAL =
      new Suites(
          "usual",
          List.of(
              0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0x009C, 0x009D, 0xC009, 0xC013,
              0xC00A, 0xC014, 0x002F, 0x0035));

  /** Those of TLS 1.3. */
  static final Suites NEWEST = new Suites("TLS 1.3", List.of(0x1301, 0x1302, 0x1303));

  /** No server should take one of these. */
  static final List<Suites> WEAK =
      List.of(
          new Suites("RC4", List.of(0x0004, 0x0005, 0xC007, 0xC011)),
          new Suites("3DES", List.of(0x000A, 0x0016, 0xC008, 0xC012)),
          new Suites("NULL", List.of(0x0001, 0x0002, 0x003B, 0xC006, 0xC010)),
          new Suites("EXPORT", List.of(0x0003, 0x0006, 0x0008, 0x0014)),
          new Suites("anonymous", List.of(0x0034, 0x003A, 0x006C, 0x00A6, 0xC018, 0xC019)));

  /** Not broken, but of yesterday: noted where a server takes one. */
  static final Suites CBC =
      new Suites("CBC with SHA-1", List.of(0xC009, 0xC00A, 0xC013, 0xC014, 0x002F, 0x0035));
}
