package org.meseta.agent.http.operator;

import java.util.List;
import org.meseta.agent.api.Agent.Usage;
import org.meseta.protocol.v1.agent.Response;

/** GET_CONTAINERS. There are no nested and no standalone containers that could be asked for. */
final class ContainerList {
  private ContainerList() {}

  static Response of(List<Usage> usages) {
    Response.GetContainers.Builder containers = Response.GetContainers.newBuilder();
    for (Usage usage : usages) {
      containers
          .addContainersBuilder()
          .setFrameworkId(usage.framework())
          .setExecutorId(usage.id())
          .setExecutorName(usage.executor().getName())
          .setContainerId(usage.container())
          .setContainerStatus(usage.status())
          .setResourceStatistics(usage.statistics());
    }
    return Response.newBuilder()
        .setType(Response.Type.GET_CONTAINERS)
        .setGetContainers(containers)
        .build();
  }
}
