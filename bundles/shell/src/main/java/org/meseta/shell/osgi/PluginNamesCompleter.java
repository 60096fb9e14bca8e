package org.meseta.shell.osgi;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.plugin.host.PluginStatus;

/** Names of plugins. */
@Service
public final class PluginNamesCompleter implements Completer {
  @Reference @Nullable PluginBoard board;

  private List<String> names() {
    return board == null ? List.of() : board.plugins().stream().map(PluginStatus::name).toList();
  }

  @Override
  public int complete(Session session, CommandLine line, List<String> candidates) {
    StringsCompleter names = new StringsCompleter();
    names.getStrings().addAll(names());
    return names.complete(session, line, candidates);
  }
}
