package org.meseta.agent.http.operator;

import org.meseta.agent.api.Agent;
import org.meseta.http.api.BuildInfo;
import org.meseta.http.api.OperatorMessages;
import org.meseta.http.api.Refusal;
import org.meseta.protocol.v1.agent.Call;
import org.meseta.protocol.v1.agent.Response;
import org.meseta.runtime.LoggingLevel;

/** Answers that are small whatever the agent has. */
record Small(Agent agent, LoggingLevel logging) {

  /**
   * The answer.
   *
   * @throws Refusal 501 for a call that is not served
   */
  Response answer(Call.Type type) {
    Response.Builder response = Response.newBuilder();
    switch (type) {
      case GET_HEALTH -> response.getGetHealthBuilder().setHealthy(true);
      case GET_FLAGS ->
          response.getGetFlagsBuilder().addAllFlags(OperatorMessages.flags(agent.flags()));
      case GET_VERSION ->
          response.getGetVersionBuilder().setVersionInfo(BuildInfo.current().message());
      case GET_METRICS ->
          response.getGetMetricsBuilder().addAllMetrics(OperatorMessages.metrics(agent.metrics()));
      case GET_LOGGING_LEVEL -> response.getGetLoggingLevelBuilder().setLevel(logging.level());
      case GET_AGENT -> response.getGetAgentBuilder().setAgentInfo(agent.host().info());
      // There are no providers.
      case GET_RESOURCE_PROVIDERS -> response.getGetResourceProvidersBuilder();
      default -> throw Refusal.of(501, "This agent does not serve the call " + type.name());
    }
    return response.setType(Response.Type.valueOf(type.name())).build();
  }
}
