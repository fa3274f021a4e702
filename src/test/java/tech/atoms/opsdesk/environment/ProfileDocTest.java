package tech.atoms.opsdesk.environment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProfileDocTest {
  private static String document() throws IOException {
    return Files.readString(Path.of("docs/profile.md"));
  }

  @Test
  void theWorkedExampleLoads() throws IOException {
    String text = document();
    int start = text.indexOf("```yaml\n") + "```yaml\n".length();
    Profile profile = ProfilesTest.parse(text.substring(start, text.indexOf("```", start)));
    Environment atoms = profile.environments().getFirst();
    assertThat(atoms.server().baseUrl()).hasToString("https://atomcp.kooshapari.com");
    assertThat(requireNonNull(atoms.database()).sslMode()).isEqualTo(SslMode.VERIFY_FULL);
    assertThat(atoms.contacts().onCall()).hasSize(3);
    assertThat(atoms.contacts().teams()).hasSize(3);
    assertThat(atoms.weaknesses()).isEmpty();
  }

  @Test
  void everyKeyOfTheSchemaIsExplained() throws IOException {
    String text = document();
    JsonNode schema = schema();
    schema
        .findValues("properties")
        .forEach(
            keys ->
                keys.fieldNames()
                    .forEachRemaining(
                        key -> assertThat(text).containsPattern("\\b" + key + "\\b")));
  }

  @Test
  void theSchemaIsAValidSchema() throws IOException {
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()))
                .validate(schema().toString(), InputFormat.JSON))
        .isEmpty();
  }

  private static JsonNode schema() throws IOException {
    try (var in = requireNonNull(ProfileDocTest.class.getResourceAsStream(SchemaCheck.RESOURCE))) {
      return new JsonMapper().readTree(in);
    }
  }
}
