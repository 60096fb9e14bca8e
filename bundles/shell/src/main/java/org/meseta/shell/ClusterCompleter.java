package org.meseta.shell;

import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Master;
import org.meseta.master.state.Cluster;

/** Completes words that the cluster knows. */
abstract class ClusterCompleter implements Completer {

  @Reference(optional = true)
  @Nullable Master master;

  @Override
  public final int complete(Session session, CommandLine line, List<String> candidates) {
    List<String> words = words(Present.master(master).cluster()).toList();
    return new StringsCompleter(words).complete(session, line, candidates);
  }

  abstract Stream<String> words(Cluster cluster);
}
