package org.meseta.shell;

import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.meseta.master.state.Cluster;
import org.meseta.protocol.v1.TaskID;

/** Completes the id of a task that is not over. */
@Service
public final class TaskIds extends ClusterCompleter {

  @Override
  Stream<String> words(Cluster cluster) {
    return cluster.frameworks().values().stream()
        .flatMap(framework -> framework.tasks().keySet().stream())
        .map(TaskID::getValue);
  }
}
