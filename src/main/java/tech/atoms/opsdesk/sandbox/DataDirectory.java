package tech.atoms.opsdesk.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Trees;

/** What lies where in a sandbox's directory. */
record DataDirectory(Path root) {

  DataDirectory {
    root = root.toAbsolutePath().normalize();
  }

  /** Held by the process whose sandbox lives here. */
  Path lock() {
    return root.resolve("sandbox.lock");
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path secrets() {
    return root.resolve("secrets");
  }

  Path kept() {
    return root.resolve("sandbox.json");
  }

  Path platform() {
    return root.resolve("platform.json");
  }

  Path checkout() {
    return root.resolve("checkout");
  }

  Path remotes() {
    return root.resolve("remotes");
  }

  Path issuerKey() {
    return root.resolve("issuer-key.json");
  }

  Path certificates() {
    return root.resolve("certificates");
  }

  Path profile() {
    return root.resolve("profile.yaml");
  }

  /** Where backups are kept. */
  Path backups() {
    return root.resolve("backups");
  }

  /** Where they are copied to, as if it were another region. */
  Path copies() {
    return root.resolve("copies");
  }

  /**
   * Makes the directory. A directory that holds something else is refused: {@code --fresh} would
   * otherwise delete what is not the sandbox's.
   */
  void open() throws IOException {
    if (Files.isDirectory(root) && !Files.exists(root.resolve("sandbox.lock"))) {
      try (var content = Files.list(root)) {
        if (content.findAny().isPresent()) {
          throw new ProblemException(
              new Problem(
                  "This directory is not a sandbox's",
                  root.toString(),
                  "it holds other files",
                  "Name an empty or new directory with --data DIR"));
        }
      }
    }
    PrivateFiles.directory(root);
  }

  /** Deletes what a sandbox made here, apart from the lock. */
  void clear() throws IOException {
    for (Path path :
        List.of(
            postgres(),
            secrets(),
            kept(),
            platform(),
            root.resolve("builds"),
            root.resolve("uploads"),
            checkout(),
            remotes(),
            issuerKey(),
            certificates(),
            profile())) {
      Trees.remove(path);
    }
  }
}
