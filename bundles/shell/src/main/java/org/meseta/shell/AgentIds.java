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

/** Completes the id of an agent. */
@Service
public final class AgentIds implements Completer {

  @Reference(optional = true)
  @Nullable Master master;

  @Override
  public int complete(Session session, CommandLine line, List<String> candidates) {
    StringsCompleter ids = new StringsCompleter();
    Present.master(master)
        .cluster()
        .agents()
        .keySet()
        .forEach(id -> ids.getStrings().add(id.getValue()));
    return ids.complete(session, line, candidates);
  }
}
