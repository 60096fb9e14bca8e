package org.meseta.shell;

import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.meseta.master.state.Cluster;

/** Completes the name of a role. */
@Service
public final class RoleNames extends ClusterCompleter {

  @Override
  Stream<String> words(Cluster cluster) {
    return RolesCommand.roles(cluster).stream();
  }
}
