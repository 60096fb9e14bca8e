package org.meseta.shell;

import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.meseta.master.state.Cluster;
import org.meseta.protocol.v1.FrameworkID;

/** Completes the id of a framework. */
@Service
public final class FrameworkIds extends ClusterCompleter {

  @Override
  Stream<String> words(Cluster cluster) {
    return cluster.frameworks().keySet().stream().map(FrameworkID::getValue);
  }
}
