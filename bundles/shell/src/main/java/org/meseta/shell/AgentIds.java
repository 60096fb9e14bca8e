package org.meseta.shell;

import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.meseta.master.state.Cluster;
import org.meseta.protocol.v1.AgentID;

/** Completes the id of an agent. */
@Service
public final class AgentIds extends ClusterCompleter {

  @Override
  Stream<String> words(Cluster cluster) {
    return cluster.agents().keySet().stream().map(AgentID::getValue);
  }
}
