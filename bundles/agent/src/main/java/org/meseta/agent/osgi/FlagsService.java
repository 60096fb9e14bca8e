package org.meseta.agent.osgi;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.meseta.agent.flags.FlagsTable;
import org.osgi.service.component.annotations.Component;

/** Tells whoever reads command lines which flags an agent knows. */
@Component(service = Supplier.class, property = "meseta.flags.pid=" + AgentComponent.PID)
public final class FlagsService implements Supplier<List<Map<String, String>>> {

  @Override
  public List<Map<String, String>> get() {
    return FlagsTable.rows();
  }
}
