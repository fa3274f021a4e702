package tech.atoms.opsdesk.common;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Masks the texts of an answer one by one. Masking the written answer instead could swallow a
 * quotation mark, and would miss a secret that JSON writes with escapes.
 */
public final class MaskedJson {
  private MaskedJson() {}

  /** The same tree, every text masked; changes the tree it is given. */
  public static JsonNode of(JsonNode node) {
    return switch (node) {
      case TextNode text -> TextNode.valueOf(Masking.mask(text.textValue()));
      case ObjectNode object -> {
        object.properties().forEach(member -> member.setValue(of(member.getValue())));
        yield object;
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, of(array.get(i)));
        }
        yield array;
      }
      default -> node;
    };
  }
}
