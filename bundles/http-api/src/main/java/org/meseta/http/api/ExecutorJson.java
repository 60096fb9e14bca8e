package org.meseta.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.resources.Resources;

/** A custom executor as the master's state endpoint shows it. */
public final class ExecutorJson {
  private ExecutorJson() {}

  /** The fields of an executor; the caller opens and closes the object and may add its own. */
  public static void fields(JsonGenerator json, ExecutorInfo executor) throws IOException {
    json.writeStringField("executor_id", executor.getExecutorId().getValue());
    json.writeStringField("name", executor.getName());
    json.writeStringField("framework_id", executor.getFrameworkId().getValue());
    json.writeFieldName("command");
    command(json, executor.getCommand());
    Resources resources = Resources.of(executor.getResourcesList());
    ResourcesJson.summary(json, "resources", resources);
    common(json, executor, resources);
  }

  /** Role, labels and type, where there are such: the same on the agent's state endpoint. */
  public static void common(JsonGenerator json, ExecutorInfo executor, Resources resources)
      throws IOException {
    if (!resources.allocationRoles().isEmpty()) {
      json.writeStringField("role", TaskJson.role(resources));
    }
    if (executor.hasLabels()) {
      MessageJson.labels(json, executor.getLabels());
    }
    if (executor.hasType()) {
      json.writeStringField("type", executor.getType().name());
    }
  }

  private static void command(JsonGenerator json, CommandInfo command) throws IOException {
    json.writeStartObject();
    if (command.hasShell()) {
      json.writeBooleanField("shell", command.getShell());
    }
    if (command.hasValue()) {
      json.writeStringField("value", command.getValue());
    }
    MessageJson.texts(json, "argv", command.getArgumentsList());
    if (command.hasEnvironment()) {
      MessageJson.field(json, "environment", command.getEnvironment());
    }
    json.writeArrayFieldStart("uris");
    for (CommandInfo.URI uri : command.getUrisList()) {
      json.writeStartObject();
      json.writeStringField("value", uri.getValue());
      json.writeBooleanField("executable", uri.getExecutable());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
