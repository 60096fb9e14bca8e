package org.meseta.master.http.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meseta.http.api.JsonBody;
import org.meseta.http.api.TaskJson;
import org.meseta.http.server.HttpRequest;
import org.meseta.master.state.Cluster;
import org.meseta.protocol.v1.Task;

/**
 * {@code /tasks}: a page of all tasks, the newest first unless asked otherwise.
 *
 * @param limit at most so many
 * @param offset so many are passed over first
 * @param ascending the oldest first
 * @param task only this one, if named
 * @param framework only this one's, if named
 */
record TasksView(
    Cluster cluster,
    long limit,
    long offset,
    boolean ascending,
    Optional<String> task,
    Optional<String> framework)
    implements JsonBody {
  private static final long DEFAULT_LIMIT = 100;

  static TasksView of(Cluster cluster, HttpRequest request) {
    long limit = number(request, "limit", DEFAULT_LIMIT);
    return new TasksView(
        cluster,
        limit < 0 ? Long.MAX_VALUE : limit,
        Math.max(0, number(request, "offset", 0)),
        request.query("order").filter("asc"::equals).isPresent(),
        request.query("task_id"),
        request.query("framework_id"));
  }

  /** What is no number counts as not given. */
  private static long number(HttpRequest request, String name, long otherwise) {
    try {
      return request.query(name).map(Long::parseLong).orElse(otherwise);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    TaskJson.array(json, "tasks", page());
    json.writeEndObject();
  }

  private List<Task> page() {
    Comparator<Task> byAge = Comparator.comparingDouble(TasksView::firstSeen);
    return Stream.concat(
            cluster.frameworks().values().stream(), cluster.completedFrameworks().stream())
        .filter(f -> framework.isEmpty() || framework.get().equals(f.id().getValue()))
        .flatMap(TaskCounts::tasks)
        .filter(t -> task.isEmpty() || task.get().equals(t.getTaskId().getValue()))
        .sorted(ascending ? byAge : byAge.reversed())
        .skip(offset)
        .limit(limit)
        .toList();
  }

  /** A task that nothing has been heard of yet counts as the oldest. */
  private static double firstSeen(Task task) {
    return task.getStatusesCount() == 0 ? 0 : task.getStatuses(0).getTimestamp();
  }
}
