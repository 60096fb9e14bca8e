package org.meseta.master.http.operator;

import org.meseta.http.api.BuildInfo;
import org.meseta.http.api.Numbers;
import org.meseta.http.api.OperatorMessages;
import org.meseta.http.api.Refusal;
import org.meseta.master.api.Master;
import org.meseta.master.state.Cluster;
import org.meseta.protocol.v1.master.Call;
import org.meseta.protocol.v1.master.Response;
import org.meseta.runtime.LoggingLevel;

/** Answers that are small whatever the cluster's size. */
final class Small {
  private final Master master;
  private final LoggingLevel logging;

  Small(Master master, LoggingLevel logging) {
    this.master = master;
    this.logging = logging;
  }

  /**
   * The answer.
   *
   * @throws Refusal 501 for a call that is not served
   */
  Response answer(Call call) {
    Response.Builder response = Response.newBuilder();
    switch (call.getType()) {
      case GET_HEALTH -> response.getGetHealthBuilder().setHealthy(true);
      case GET_FLAGS ->
          response.getGetFlagsBuilder().addAllFlags(OperatorMessages.flags(master.flags()));
      case GET_VERSION ->
          response.getGetVersionBuilder().setVersionInfo(BuildInfo.current().message());
      case GET_METRICS ->
          response.getGetMetricsBuilder().addAllMetrics(OperatorMessages.metrics(master.metrics()));
      case GET_LOGGING_LEVEL -> response.getGetLoggingLevelBuilder().setLevel(logging.level());
      case GET_MASTER -> self(response.getGetMasterBuilder());
      default ->
          throw Refusal.of(501, "This master does not serve the call " + call.getType().name());
    }
    return response.setType(Response.Type.valueOf(call.getType().name())).build();
  }

  private void self(Response.GetMaster.Builder self) {
    Cluster cluster = master.cluster();
    self.setMasterInfo(cluster.master()).setStartTime(Numbers.seconds(cluster.startTime()));
    cluster.electedTime().map(Numbers::seconds).ifPresent(self::setElectedTime);
  }
}
