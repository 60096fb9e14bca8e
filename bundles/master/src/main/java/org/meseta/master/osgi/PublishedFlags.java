package org.meseta.master.osgi;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.meseta.master.api.MasterFlags;
import org.meseta.runtime.FlagSpec;
import org.osgi.service.component.annotations.Component;

/** Tells whoever starts the process which flags a master knows. */
@Component(property = "meseta.flags.pid=" + MasterComponent.PID)
public final class PublishedFlags implements Supplier<List<Map<String, String>>> {

  @Override
  public List<Map<String, String>> get() {
    return MasterFlags.SPECS.stream().map(FlagSpec::row).toList();
  }
}
