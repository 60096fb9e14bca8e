package org.meseta.containerizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.meseta.containerizer.isolation.IsolatorServices;
import org.meseta.plugin.PluginNames;
import org.meseta.plugin.containerizer.Containerizer;
import org.meseta.plugin.containerizer.ContainerizerContext;
import org.meseta.plugin.containerizer.ContainerizerFactory;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.runtime.Runtime;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the containerizer named {@code mesos}; isolators may come and go all the time. */
@Component(service = ContainerizerFactory.class, property = PluginNames.NAME + "=mesos")
public final class MesosContainerizerFactory implements ContainerizerFactory {
  private static final Logger LOG = LoggerFactory.getLogger(MesosContainerizerFactory.class);
  private static final List<String> DEFAULT_SHELL = List.of("/bin/sh");

  private final Runtime runtime;
  private final IsolatorServices services = new IsolatorServices();

  @Activate
  public MesosContainerizerFactory(@Reference Runtime runtime) {
    this.runtime = runtime;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeIsolator")
  void addIsolator(IsolatorFactory factory, Map<String, Object> properties) {
    if (properties.get(PluginNames.NAME) instanceof String name) {
      services.add(name, factory);
    } else {
      LOG.warn("An isolator has no property {}; it is left alone: {}", PluginNames.NAME, factory);
    }
  }

  void removeIsolator(IsolatorFactory factory) {
    services.remove(factory);
  }

  @Override
  public Containerizer create(ContainerizerContext context) {
    try {
      return new Assembly(runtime, services, DEFAULT_SHELL).containerizer(context);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The containerizer cannot use " + context.runtimeDir() + ": " + e.getMessage(), e);
    }
  }
}
