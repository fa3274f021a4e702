package tech.atoms.opsdesk.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.BackupCopy;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.Channel;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Profile;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.notify.WebhookAddress;

/** What {@code config check} finds, one finding per thing looked at. */
final class ConfigFindings {
  /** What is expected of a secret that is there and may not be used. */
  static final String PRIVATE = "yours alone";

  private final List<Finding> findings = new ArrayList<>();
  private final InstantSource clock;
  private final SecretResolver secrets;
  private final Path file;

  ConfigFindings(InstantSource clock, SecretResolver secrets, Path file) {
    this.clock = clock;
    this.secrets = secrets;
    this.file = file;
  }

  List<Finding> all() {
    return List.copyOf(findings);
  }

  void profile(Profile profile) {
    int count = profile.environments().size();
    add(
        "profile",
        "profile",
        "pass",
        "well-formed",
        count == 1 ? "well-formed, 1 environment" : "well-formed, " + count + " environments",
        file.toString(),
        clock.instant());
  }

  void environment(Environment environment) {
    String name = environment.name();
    secret(name + ".server.token", environment.server().token());
    secret(name + ".server.expiredToken", environment.server().expiredToken());
    certificate(name + ".server.caFile", environment.server().caFile());
    if (environment.database() != null) {
      keys(name + ".database", environment.database());
    }
    if (environment.platform() != null) {
      secret(name + ".platform.token", environment.platform().token());
    }
    if (environment.supabase() != null) {
      secret(name + ".supabase.token", environment.supabase().token());
    }
    environment.notices().channels().forEach(one -> channel(name + ".channels." + one.name(), one));
    checkout(name + ".source.checkout", environment.source().checkout());
    envFile(name + ".source.envFile", environment.source().envFile());
    BackupSettings backup = environment.backup();
    if (backup != null) {
      secret(name + ".backup.signingKey", backup.signingKey());
      secret(name + ".backup.identity", backup.identity());
      DatabaseSettings.Write restore = backup.restore();
      if (restore != null) {
        secret(name + ".backup.restore.password", restore.password());
      }
      backup.copies().forEach(one -> copy(name + ".backup.copies." + one.name(), one));
    }
    weaknesses(name, environment.weaknesses());
  }

  /** A directory may be of a disk that is not there now: the copy tells of that. */
  private void copy(String key, BackupCopy copy) {
    if (copy instanceof BackupCopy.InS3 s3) {
      secret(key + ".s3.accessKey", s3.accessKey());
      secret(key + ".s3.secretKey", s3.secretKey());
    }
  }

  private void channel(String key, Channel channel) {
    switch (channel) {
      case Channel.Slack slack -> address(key + ".url", slack.url());
      case Channel.Webhook webhook -> {
        address(key + ".url", webhook.url());
        secret(key + ".token", webhook.token());
      }
      case Channel.Email email -> secret(key + ".password", email.password());
    }
    certificate(key + ".caFile", channel.caFile());
  }

  /** A secret that has to be the address of a webhook. */
  private void address(String key, SecretRef ref) {
    secret(
        key,
        ref,
        () -> {
          var _ = WebhookAddress.of(ref, secrets);
        });
  }

  void database(String name, DatabaseSettings database) {
    keys(name, database);
    weaknesses(name, database.weaknesses());
  }

  private void keys(String name, DatabaseSettings database) {
    secret(name + ".password", database.password());
    DatabaseSettings.Write write = database.write();
    if (write != null) {
      secret(name + ".write.password", write.password());
    }
    certificate(name + ".rootCertificate", database.rootCertificate());
    if (database.isTransactionPooler()) {
      add(
          name + ".url",
          name,
          "warning",
          "a session pooler or the server itself",
          "port 6543 is a pooler of transactions",
          "docs/profile.md says which address fits",
          clock.instant());
    }
  }

  private void secret(String key, @Nullable SecretRef ref) {
    if (ref == null) {
      return;
    }
    secret(
        key,
        ref,
        () -> {
          var _ = secrets.resolve(ref);
        });
  }

  private void secret(String key, SecretRef ref, Runnable resolving) {
    Instant start = clock.instant();
    try {
      resolving.run();
      add(key, key, "pass", "resolvable", ref + " is there", "", start);
    } catch (ProblemException e) {
      Problem problem = e.problem();
      boolean refused = problem.what().equals(SecretResolver.REFUSED);
      String expected = refused ? PRIVATE : "resolvable";
      add(key, key, "fail", expected, ref + ", " + problem.why(), problem.next(), start);
    }
  }

  private void certificate(String key, @Nullable Path path) {
    if (path == null) {
      return;
    }
    boolean readable = Files.isRegularFile(path) && Files.isReadable(path);
    add(
        key,
        key,
        readable ? "pass" : "fail",
        "a readable file",
        readable ? path + " is there" : path + ", no readable file",
        readable ? "" : "Put the certificate there, or correct the name in the profile",
        clock.instant());
  }

  private void checkout(String key, @Nullable Path path) {
    if (path != null) {
      boolean there = Files.isDirectory(path) && Files.isReadable(path);
      String next = "Check the sources out there, or correct the name in the profile";
      place(key, path, "a readable directory", there, next);
    }
  }

  private void envFile(String key, @Nullable Path path) {
    if (path != null) {
      boolean there = Files.isRegularFile(path) && Files.isReadable(path);
      String next = "Put the server's variables there, or correct the name in the profile";
      place(key, path, "a readable file", there, next);
    }
  }

  private void place(String key, Path path, String expected, boolean there, String next) {
    String why =
        Files.notExists(path)
            ? "there is nothing"
            : Files.isReadable(path) ? "it is not " + expected : "you may not read it";
    add(
        key,
        key,
        there ? "pass" : "fail",
        expected,
        there ? path + " is there" : path + ", " + why,
        there ? "" : next,
        clock.instant());
  }

  private void weaknesses(String name, List<String> weaknesses) {
    for (int i = 0; i < weaknesses.size(); i++) {
      add(
          name + ".weakness." + (i + 1),
          name,
          "warning",
          "verified and encrypted",
          weaknesses.get(i),
          "docs/profile.md says how to protect it",
          clock.instant());
    }
  }

  private void add(
      String id,
      String title,
      String outcome,
      String expected,
      String found,
      String evidence,
      Instant start) {
    Instant now = clock.instant();
    findings.add(
        new Finding(
            "config." + id.replace(' ', '-'),
            List.of(),
            title,
            outcome,
            expected,
            found,
            evidence,
            now,
            Math.max(0, now.toEpochMilli() - start.toEpochMilli())));
  }
}
