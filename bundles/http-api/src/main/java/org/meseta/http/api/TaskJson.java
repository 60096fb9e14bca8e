package org.meseta.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.Value;
import org.meseta.resources.Resources;

/** A task as the state endpoints of master and agent show it. */
public final class TaskJson {
  private TaskJson() {}

  /** A field with tasks. */
  public static void array(JsonGenerator json, String field, Collection<Task> tasks)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Task task : tasks) {
      write(json, task);
    }
    json.writeEndArray();
  }

  /** One task. */
  public static void write(JsonGenerator json, Task task) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", task.getTaskId().getValue());
    json.writeStringField("name", task.getName());
    json.writeStringField("framework_id", task.getFrameworkId().getValue());
    json.writeStringField("executor_id", task.getExecutorId().getValue());
    json.writeStringField("slave_id", task.getAgentId().getValue());
    json.writeStringField("state", task.getState().name());
    Resources resources = Resources.of(task.getResourcesList());
    ResourcesJson.summary(json, "resources", resources);
    limits(json, task.getLimitsMap());
    json.writeStringField("role", role(resources));
    json.writeArrayFieldStart("statuses");
    for (TaskStatus status : task.getStatusesList()) {
      status(json, status);
    }
    json.writeEndArray();
    optional(json, task);
    json.writeEndObject();
  }

  private static void optional(JsonGenerator json, Task task) throws IOException {
    if (task.hasUser()) {
      json.writeStringField("user", task.getUser());
    }
    if (task.hasLabels()) {
      MessageJson.labels(json, task.getLabels());
    }
    if (task.hasDiscovery()) {
      MessageJson.field(json, "discovery", task.getDiscovery());
    }
    if (task.hasContainer()) {
      MessageJson.field(json, "container", task.getContainer());
    }
    if (task.hasHealthCheck()) {
      MessageJson.field(json, "health_check", task.getHealthCheck());
    }
  }

  private static void limits(JsonGenerator json, Map<String, Value.Scalar> limits)
      throws IOException {
    if (limits.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("limits");
    for (Map.Entry<String, Value.Scalar> limit : limits.entrySet()) {
      double value = limit.getValue().getValue();
      if (Double.isInfinite(value)) {
        json.writeStringField(limit.getKey(), "Infinity");
      } else {
        Numbers.field(json, limit.getKey(), value);
      }
    }
    json.writeEndObject();
  }

  /** All resources of a task are allocated to one role. */
  static String role(Resources resources) {
    return resources.allocationRoles().stream().findFirst().orElse("*");
  }

  private static void status(JsonGenerator json, TaskStatus status) throws IOException {
    json.writeStartObject();
    json.writeStringField("state", status.getState().name());
    Numbers.field(json, "timestamp", status.getTimestamp());
    if (status.hasLabels()) {
      MessageJson.labels(json, status.getLabels());
    }
    if (status.hasContainerStatus()) {
      json.writeFieldName("container_status");
      container(json, status.getContainerStatus());
    }
    if (status.hasHealthy()) {
      json.writeBooleanField("healthy", status.getHealthy());
    }
    json.writeEndObject();
  }

  private static void container(JsonGenerator json, ContainerStatus status) throws IOException {
    json.writeStartObject();
    if (status.hasContainerId()) {
      MessageJson.field(json, "container_id", status.getContainerId());
    }
    if (status.getNetworkInfosCount() > 0) {
      MessageJson.array(json, "network_infos", status.getNetworkInfosList());
    }
    if (status.hasCgroupInfo()) {
      MessageJson.field(json, "cgroup_info", status.getCgroupInfo());
    }
    json.writeEndObject();
  }
}
