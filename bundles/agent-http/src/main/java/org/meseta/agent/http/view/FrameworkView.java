package org.meseta.agent.http.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import org.meseta.agent.http.access.Sight;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalFramework;
import org.meseta.http.api.ExecutorJson;
import org.meseta.http.api.MessageJson;
import org.meseta.http.api.Numbers;
import org.meseta.http.api.ResourcesJson;
import org.meseta.http.api.TaskJson;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.resources.Resources;

/** A framework, and what of it is on this agent. */
final class FrameworkView {
  private FrameworkView() {}

  static void array(
      JsonGenerator json, String field, Collection<LocalFramework> frameworks, Sight sight)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (LocalFramework framework : sight.frameworks(frameworks)) {
      write(json, framework, sight);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, LocalFramework framework, Sight sight)
      throws IOException {
    FrameworkInfo info = framework.info();
    json.writeStartObject();
    json.writeStringField("id", info.getId().getValue());
    json.writeStringField("name", info.getName());
    json.writeStringField("user", info.getUser());
    Numbers.field(json, "failover_timeout", info.getFailoverTimeout());
    json.writeBooleanField("checkpoint", info.getCheckpoint());
    json.writeStringField("hostname", info.getHostname());
    if (info.hasPrincipal()) {
      json.writeStringField("principal", info.getPrincipal());
    }
    MessageJson.roles(json, info);
    json.writeArrayFieldStart("executors");
    for (LocalExecutor executor : sight.executors(framework, framework.executors().values())) {
      executor(json, framework, executor, executor.resources(), sight);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("completed_executors");
    for (LocalExecutor executor : sight.executors(framework, framework.completedExecutors())) {
      // It uses nothing any more; what it asked for is shown.
      executor(json, framework, executor, own(executor), sight);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  @SuppressWarnings("deprecation") // source: clients read it still
  private static void executor(
      JsonGenerator json,
      LocalFramework framework,
      LocalExecutor executor,
      Resources resources,
      Sight sight)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", executor.id().getValue());
    json.writeStringField("name", executor.info().getName());
    json.writeStringField("source", executor.info().getSource());
    json.writeStringField("container", executor.container().getValue());
    json.writeStringField("directory", executor.sandbox().toString());
    ResourcesJson.summary(json, "resources", resources);
    ExecutorJson.common(json, executor.info(), own(executor));
    TaskJson.array(json, "tasks", sight.tasks(framework, executor.tasks().values()));
    TaskJson.array(json, "queued_tasks", sight.tasks(framework, executor.queued().values()));
    TaskJson.array(json, "completed_tasks", sight.tasks(framework, executor.completedTasks()));
    json.writeEndObject();
  }

  private static Resources own(LocalExecutor executor) {
    return Resources.of(executor.info().getResourcesList());
  }
}
