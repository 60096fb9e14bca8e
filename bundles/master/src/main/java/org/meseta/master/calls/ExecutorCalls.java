package org.meseta.master.calls;

import org.meseta.protocol.link.FrameworkToExecutor;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.ShutdownExecutor;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.scheduler.Call;

/** A framework has something to say to an executor, or wants it to end. */
public final class ExecutorCalls {
  private final Desk desk;
  private final AgentDesk agents;

  public ExecutorCalls(Desk desk, AgentDesk agents) {
    this.desk = desk;
    this.agents = agents;
  }

  /** Best effort: nobody tries again. */
  public void message(FrameworkID framework, Call.Message call) {
    desk.counters().count("messages_framework_to_executor");
    if (agents.connected(call.getAgentId()) == null) {
      desk.counters().count("invalid_framework_to_executor_messages");
      return;
    }
    desk.counters().count("valid_framework_to_executor_messages");
    desk.peers()
        .toAgent(
            call.getAgentId(),
            MasterMessage.newBuilder()
                .setFrameworkToExecutor(
                    FrameworkToExecutor.newBuilder()
                        .setFrameworkId(framework)
                        .setExecutorId(call.getExecutorId())
                        .setData(call.getData())));
  }

  /** Best effort: nobody tries again. */
  public void shutdown(FrameworkID framework, Call.Shutdown call) {
    desk.peers()
        .toAgent(
            call.getAgentId(),
            MasterMessage.newBuilder()
                .setShutdownExecutor(
                    ShutdownExecutor.newBuilder()
                        .setFrameworkId(framework)
                        .setExecutorId(call.getExecutorId())));
  }
}
