package io.aleff.server.web;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Text without the character U+0000, which PostgreSQL cannot store. */
final class StorableText extends StdScalarDeserializer<String> {

  StorableText() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) {
    if (!parser.currentToken().isScalarValue()) {
      return (String) context.handleUnexpectedToken(String.class, parser);
    }
    String text = parser.getString();
    if (text.indexOf('\0') >= 0) {
      return context.reportInputMismatch(String.class, "The text contains the character U+0000.");
    }
    return text;
  }
}
