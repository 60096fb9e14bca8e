package org.meseta.runtime.osgi;

import org.meseta.runtime.Runtime;
import org.meseta.runtime.SystemRuntime;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The one runtime of a process. */
@Component(service = Runtime.class)
public final class RuntimeService extends SystemRuntime {

  @Deactivate
  @Override
  public void close() {
    super.close();
  }
}
