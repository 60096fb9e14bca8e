package org.meseta.resources;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.meseta.protocol.json.JsonException;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.protocol.v1.Resource;

/** The JSON form: an array of resources as on the wire. */
final class JsonForm {

  private JsonForm() {}

  static List<Resource> parse(String text) {
    try {
      return ProtoJson.readArray(
          text.getBytes(StandardCharsets.UTF_8), Resource.getDefaultInstance());
    } catch (JsonException e) {
      throw new ResourceException("The resources are not valid JSON: " + e.getMessage(), e);
    }
  }
}
