package org.meseta.plugin.host.osgi;

import org.meseta.plugin.host.LeftoverLog;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.runtime.Runtime;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The one board of a process. */
@Component(service = PluginBoard.class)
public final class BoardService extends PluginBoard {
  private final LeftoverLog leftovers;

  @Activate
  public BoardService(@Reference Runtime runtime) {
    this.leftovers = new LeftoverLog(this, runtime.clock(), runtime.timers());
  }

  @Deactivate
  void close() {
    leftovers.close();
  }
}
