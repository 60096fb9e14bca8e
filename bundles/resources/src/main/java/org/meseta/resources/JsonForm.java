package org.meseta.resources;

import java.util.List;
import org.meseta.protocol.v1.Resource;

/** The JSON form: an array of resources as on the wire. */
final class JsonForm {

  private JsonForm() {}

  static List<Resource> parse(String text) {
    throw new ResourceException("resources in JSON are not read yet: " + text.length());
  }
}
