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
import org.meseta.plugin.host.Origin;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.runtime.Runtime;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
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
  private final PluginBoard board;
  private final IsolatorServices services = new IsolatorServices();

  @Activate
  public MesosContainerizerFactory(@Reference Runtime runtime, @Reference PluginBoard board) {
    this.runtime = runtime;
    this.board = board;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeIsolator")
  void addIsolator(IsolatorFactory factory, Map<String, Object> properties) {
    List<String> names = PluginNames.of(properties.get(PluginNames.NAME));
    Origin origin = origin(factory);
    if (names.isEmpty()) {
      LOG.warn("An isolator of {} has no {}; it is left alone", origin, PluginNames.NAME);
    }
    int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
    names.forEach(name -> services.add(name, factory, origin, ranking));
  }

  private static Origin origin(IsolatorFactory factory) {
    Bundle bundle = FrameworkUtil.getBundle(factory.getClass());
    return bundle == null
        ? Origin.NONE
        : new Origin(
            bundle.getSymbolicName(), bundle.getVersion().toString(), bundle.getBundleId());
  }

  void removeIsolator(IsolatorFactory factory) {
    services.remove(factory);
  }

  @Override
  public Containerizer create(ContainerizerContext context) {
    try {
      return new Assembly(runtime, services, board, DEFAULT_SHELL).containerizer(context);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The containerizer cannot use " + context.runtimeDir() + ": " + e.getMessage(), e);
    }
  }
}
