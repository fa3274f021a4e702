package tech.atoms.opsdesk.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * Adds an environment to a profile, creating the file where there is none. What stands in the file
 * is kept to the letter; secrets go into files of their own (0600), or into the keyring, and only
 * references into the profile. Blocks on the disk; never called on the JavaFX thread.
 */
public final class ProfileWriter {
  private static final JsonMapper QUOTES = new JsonMapper();

  private final Path profile;
  private final @Nullable Keyring keyring;

  /**
   * Creates a writer.
   *
   * @param profile the file to write
   * @param keyring where secrets go; null: into files below {@code secrets/} beside the profile
   */
  public ProfileWriter(Path profile, @Nullable Keyring keyring) {
    this.profile = profile.toAbsolutePath().normalize();
    this.keyring = keyring;
  }

  /**
   * Writes the environment at the end of the list. No file is left behind where it fails.
   *
   * @param entered what the person entered
   * @return the profile as it is now
   * @throws ProfileException where the entered values are not acceptable; the lines are those of
   *     the file as it would have been
   * @throws ProblemException where the profile or a secret cannot be written, or a secret's file
   *     exists already
   */
  public Profile add(NewEnvironment entered) {
    boolean exists = Files.exists(profile);
    String before = exists ? ProfileFile.read(profile) : "environments:\n";
    if (exists) {
      Profiles.parse(profile, before);
    }
    List<Entry> secrets = new ArrayList<>();
    String after = before + (before.endsWith("\n") ? "" : "\n") + yaml(entered, secrets);
    Profile written = check(entered, before, after, exists);
    List<Path> made = new ArrayList<>();
    try {
      for (Entry entry : secrets) {
        store(entry, made);
      }
      PrivateFiles.write(profile, after, exists);
      return written;
    } catch (IOException | ProblemException e) {
      made.forEach(PrivateFiles::discard);
      throw e instanceof ProblemException problem ? problem : failed((IOException) e);
    }
  }

  /** The text as it would be, checked before anything is written. */
  private Profile check(NewEnvironment entered, String before, String after, boolean exists) {
    Profile written;
    try {
      written = Profiles.parse(profile, after);
    } catch (ProfileException e) {
      boolean appended =
          e.mistakes().stream().anyMatch(mistake -> mistake.path().startsWith("environments["));
      throw appended ? e : cannotAppend();
    }
    int expected = exists ? Profiles.parse(profile, before).environments().size() + 1 : 1;
    boolean last =
        written.environments().size() == expected
            && written.environments().getLast().name().equals(entered.name());
    if (!last) {
      throw cannotAppend();
    }
    return written;
  }

  private ProblemException cannotAppend() {
    return new ProblemException(
        new Problem(
            "The environment cannot be added",
            profile.toString(),
            "the list `environments` is not the last thing in the file, or is written in brackets",
            "Move `environments:` to the end of the file, one line per key, or add the environment"
                + " by hand as docs/profile.md shows"));
  }

  private record Entry(SecretRef ref, Secret secret) {}

  private String yaml(NewEnvironment entered, List<Entry> secrets) {
    StringBuilder text = new StringBuilder();
    String indent = indent();
    line(text, indent + "- name", entered.name());
    line(text, indent + "  kind", entered.kind().name().toLowerCase(Locale.ROOT));
    text.append(indent).append("  server:\n");
    line(text, indent + "    baseUrl", entered.baseUrl());
    if (entered.mcpPath() != null) {
      line(text, indent + "    mcpPath", entered.mcpPath());
    }
    secret(text, indent + "    token", entered.token(), entered.name() + "-token", secrets);
    NewEnvironment.NewDatabase database = entered.database();
    if (database != null) {
      text.append(indent).append("  database:\n");
      line(text, indent + "    url", database.url());
      line(text, indent + "    user", database.user());
      secret(
          text,
          indent + "    password",
          database.password(),
          entered.name() + "-database",
          secrets);
      if (database.sslMode() != null) {
        line(text, indent + "    sslmode", database.sslMode().word());
      }
    }
    return text.toString();
  }

  /** As the list that is there is indented; two spaces for a new file. */
  private String indent() {
    if (!Files.exists(profile)) {
      return "  ";
    }
    Optional<String> dash =
        ProfileFile.read(profile)
            .lines()
            .dropWhile(line -> !line.startsWith("environments:"))
            .filter(line -> line.stripLeading().startsWith("- "))
            .findFirst();
    return dash.map(line -> line.substring(0, line.indexOf('-'))).orElse("  ");
  }

  private void secret(
      StringBuilder text, String key, @Nullable Secret secret, String name, List<Entry> secrets) {
    if (secret == null) {
      return;
    }
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    SecretRef ref =
        keyring == null
            ? new SecretRef(SecretRef.Scheme.FILE, "secrets/" + plain)
            : new SecretRef(SecretRef.Scheme.KEYRING, plain);
    secrets.add(new Entry(ref, secret));
    line(text, key, ref.toString());
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append(": ").append(quoted(value)).append('\n');
  }

  /** Plain where YAML cannot misread it, else in double quotes, which are JSON's. */
  private static String quoted(String value) {
    if (value.matches("[a-z]+:[A-Za-z0-9/][A-Za-z0-9/._?=&:-]*[A-Za-z0-9/]")
        || value.matches("(production|staging|sandbox|verify-full|verify-ca|require|prefer)")) {
      return value;
    }
    try {
      return QUOTES.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("text that cannot be written", e);
    }
  }

  private void store(Entry entry, List<Path> made) throws IOException {
    if (keyring != null) {
      keyring.write(entry.ref().name(), entry.secret());
      return;
    }
    Path file = profile.resolveSibling(entry.ref().name());
    try {
      PrivateFiles.write(file, entry.secret().reveal() + "\n", false);
    } catch (FileAlreadyExistsException e) {
      throw new ProblemException(
          new Problem(
              "The secret is not written",
              file.toString(),
              "the file exists already",
              "Choose another name for the environment, or remove the file"),
          e);
    }
    made.add(file);
  }

  private ProblemException failed(IOException cause) {
    return new ProblemException(
        new Problem(
            "The profile cannot be written",
            profile.toString(),
            cause instanceof FileAlreadyExistsException
                ? "another program wrote it meanwhile"
                : "writing failed (" + cause.getClass().getSimpleName() + ")",
            "Look at the directory's rights and free space, then try again"),
        cause);
  }
}
