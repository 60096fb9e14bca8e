package org.meseta.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
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
      throw new TypeConversionException(
          "must be a JSON object of strings, such as {\"NAME\":\"value\"}: " + text);
    }
  }

  private static Environment read(JsonParser json) throws IOException {
    expect(json.nextToken() == JsonToken.START_OBJECT);
    Environment.Builder environment = Environment.newBuilder();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      expect(json.nextToken() == JsonToken.VALUE_STRING);
      environment.addVariablesBuilder().setName(name).setValue(json.getText());
    }
    expect(json.nextToken() == null);
    return environment.build();
  }

  private static void expect(boolean condition) throws IOException {
    if (!condition) {
      throw new IOException("not an object of strings");
    }
  }
}
