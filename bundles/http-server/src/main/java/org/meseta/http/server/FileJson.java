package org.meseta.http.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The files endpoints' answers in JSON, members in Mesos's order. */
final class FileJson {
  private static final JsonFactory JSON = new JsonFactory();

  private FileJson() {}

  /** What a folder holds; times in whole seconds, written as doubles. */
  static String entries(List<FileEntry> entries) {
    return write(
        json -> {
          json.writeStartArray();
          for (FileEntry entry : entries) {
            json.writeStartObject();
            json.writeStringField("gid", entry.group());
            json.writeStringField("mode", entry.mode());
            json.writeFieldName("mtime");
            json.writeNumber(entry.modified().getEpochSecond() + ".0");
            json.writeNumberField("nlink", entry.links());
            json.writeStringField("path", entry.path());
            json.writeNumberField("size", entry.size());
            json.writeStringField("uid", entry.user());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** A part of a file; what is not UTF-8 is shown as replacement characters. */
  static String page(VirtualFiles.Page page) {
    return write(
        json -> {
          json.writeStartObject();
          json.writeStringField("data", new String(page.data(), StandardCharsets.UTF_8));
          json.writeNumberField("offset", page.offset());
          json.writeEndObject();
        });
  }

  /** What is attached where. */
  static String attached(Map<String, Path> attached) {
    return write(
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, Path> entry : attached.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue().toString());
          }
          json.writeEndObject();
        });
  }

  private static String write(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      content.into(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return text.toString();
  }

  @FunctionalInterface
  private interface Content {
    void into(JsonGenerator json) throws IOException;
  }
}
