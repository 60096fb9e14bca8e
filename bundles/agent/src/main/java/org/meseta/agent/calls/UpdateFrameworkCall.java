package org.meseta.agent.calls;

import org.jspecify.annotations.Nullable;
import org.meseta.agent.runs.Tools;
import org.meseta.protocol.v1.FrameworkInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A framework says something new about itself. */
public final class UpdateFrameworkCall {
  private static final Logger LOG = LoggerFactory.getLogger(UpdateFrameworkCall.class);

  private final Tools tools;

  public UpdateFrameworkCall(Tools tools) {
    this.tools = tools;
  }

  public void handle(FrameworkInfo info) {
    if (tools.ledger().framework(info.getId()).isEmpty()) {
      return;
    }
    LOG.info("Framework {} has changed", info.getId().getValue());
    tools.ledger().framework(info);
    if (info.getCheckpoint()) {
      String agent = tools.ledger().host().info().getId().getValue();
      tools.checkpoints().framework(agent, info).whenComplete((done, e) -> warn(info, e));
    }
  }

  private static void warn(FrameworkInfo info, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.error("Cannot write down framework {}", info.getId().getValue(), failure);
    }
  }
}
