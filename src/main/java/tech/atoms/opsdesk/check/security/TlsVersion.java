package tech.atoms.opsdesk.check.security;

/** Versions of TLS, oldest first. */
enum TlsVersion {
  TLS_1_0("TLS 1.0", 0x0301),
  TLS_1_1("TLS 1.1", 0x0302),
  TLS_1_2("TLS 1.2", 0x0303),
  TLS_1_3("TLS 1.3", 0x0304);

  private final String word;
  private final int code;

  TlsVersion(String word, int code) {
    this.word = word;
    this.code = code;
  }

  int code() {
    return code;
  }

  @Override
  public String toString() {
    return word;
  }
}
