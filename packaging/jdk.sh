# Finds a JDK 25 or newer; sourced by ./opsdesk and packaging/package.sh. Sets jdk.

# Whether a directory holds one, read from its release file: starting java for it would take 40 ms.
is_jdk() {
  [ -r "$1/release" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*)
        version=${line#JAVA_VERSION=}
        version=${version#\"}
        version=${version%%[!0-9]*}
        [ "${version:-0}" -ge 25 ]
        return
        ;;
    esac
  done <"$1/release"
  return 1
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && is_jdk "$JAVA_HOME"; then
    jdk=$JAVA_HOME
    return
  fi
  on_path=$(command -v java || true)
  if [ -n "$on_path" ]; then
    on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
    if is_jdk "${on_path%/bin/java}"; then
      jdk=${on_path%/bin/java}
      return
    fi
  fi
  for jdk in /usr/lib/jvm/* /opt/*jdk* /opt/java/* /usr/local/*jdk* "${HOME:-}"/.jdks/* "${HOME:-}"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if is_jdk "$jdk"; then
      return
    fi
  done
  fail 'no JDK 25 or newer found (looked at JAVA_HOME, java on PATH and the usual places).' \
    'Install one, for example Temurin 25 from https://adoptium.net, or point JAVA_HOME at it.'
}
