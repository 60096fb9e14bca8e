package org.meseta.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.meseta.protocol.v1.Environment;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code {"NAME":"value"}}, in the order given. */
final class EnvironmentFlag implements ITypeConverter<Environment> {

  @Override
  public Environment convert(String text) {
    try (JsonParser json = new JsonFactory().createParser(text)) {
      return read(json);
    } catch (IOException e) {
      // Not the text itself: it may be a secret.
      throw new TypeConversionException(
          "must be a JSON object of strings, such as {\"NAME\":\"value\"}; " + why(e));
    }
  }

  private static Environment read(JsonParser json) throws IOException {
    expect(json.nextToken() == JsonToken.START_OBJECT, "this is no object");
    Environment.Builder environment = Environment.newBuilder();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      expect(json.nextToken() == JsonToken.VALUE_STRING, "the value of " + name + " is no string");
      environment.addVariablesBuilder().setName(name).setValue(json.getText());
    }
    expect(json.nextToken() == null, "something follows the object");
    return environment.build();
  }

  private static void expect(boolean condition, String fault) throws IOException {
    if (!condition) {
      throw new IOException(fault);
    }
  }

  private static String why(IOException e) {
    return e instanceof JsonProcessingException
        ? "this is no JSON"
        : String.valueOf(e.getMessage());
  }
}
