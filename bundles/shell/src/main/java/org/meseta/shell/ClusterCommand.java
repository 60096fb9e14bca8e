package org.meseta.shell;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Master;
import org.meseta.master.state.Cluster;

/** A command that shows a part of the master's newest snapshot as a table. */
abstract class ClusterCommand implements Action {

  @Reference(optional = true)
  @Nullable Master master;

  @Option(name = "--no-format", description = "Plain rows without frames, for scripts")
  boolean noFormat;

  @Override
  public final @Nullable Object execute() {
    Listing table = new Listing();
    fill(table, Present.master(master).cluster());
    table.print(System.out, !noFormat);
    return null;
  }

  /** Adds the columns and rows. */
  abstract void fill(Listing table, Cluster cluster);
}
