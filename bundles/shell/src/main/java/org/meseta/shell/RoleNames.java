package org.meseta.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Master;
import org.meseta.master.state.Cluster;

/** Completes the name of a role. */
@Service
public final class RoleNames implements Completer {

  @Reference(optional = true)
  @Nullable Master master;

  @Override
  public int complete(Session session, CommandLine line, List<String> candidates) {
    Cluster cluster = Present.master(master).cluster();
    StringsCompleter names = new StringsCompleter();
    names.getStrings().addAll(RolesCommand.roles(cluster));
    return names.complete(session, line, candidates);
  }
}
