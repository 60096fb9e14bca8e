package org.meseta.storage.ratis.osgi;

import java.io.IOException;
import java.nio.file.Path;
import org.meseta.storage.LoggedState;
import org.meseta.storage.StateLog;
import org.meseta.storage.StateLogs;
import org.meseta.storage.ratis.RatisLog;
import org.osgi.service.component.annotations.Component;

/** Costs next to nothing before a log is opened. */
@Component(property = StateLogs.NAME + "=" + StateLogs.REPLICATED)
public final class ReplicatedLogs implements StateLogs {

  @Override
  public StateLog open(Path folder, LoggedState state) throws IOException {
    return RatisLog.open(folder, state);
  }
}
