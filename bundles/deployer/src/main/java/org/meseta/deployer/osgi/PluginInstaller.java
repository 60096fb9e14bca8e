package org.meseta.deployer.osgi;

import java.io.File;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.apache.felix.fileinstall.ArtifactListener;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.plugin.host.PluginEvent;
import org.meseta.plugin.host.PluginState;
import org.meseta.runtime.Runtime;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.resolver.Resolver;

/**
 * Gets every jar of {@code deploy/} before FileInstall's own installer does. What it refuses stays
 * where it is and is tried again when it changes, or when other files were installed or removed.
 */
@Component(
    service = {ArtifactInstaller.class, ArtifactListener.class},
    immediate = true,
    property = "service.ranking:Integer=100")
public final class PluginInstaller implements ArtifactInstaller {
  private final DeployFolder folder;
  private final Blocking blocking;
  private final Runnable deaf;

  @Activate
  public PluginInstaller(
      BundleContext context,
      @Reference Resolver resolver,
      @Reference PluginBoard board,
      @Reference Runtime runtime) {
    this.folder =
        new DeployFolder(
            new Bundles(context, resolver),
            board,
            runtime.clock(),
            context.getDataFile("deployed").toPath());
    this.blocking = runtime.blocking("deployer", 1, Runnable::run);
    this.deaf = board.listen(this::happened);
  }

  @Override
  public boolean canHandle(File artifact) {
    return artifact.getName().endsWith(".jar");
  }

  @Override
  public void install(File artifact) {
    folder.put(artifact);
  }

  @Override
  public void update(File artifact) {
    folder.put(artifact);
  }

  @Override
  public void uninstall(File artifact) {
    folder.remove(artifact);
  }

  /** On a host's loop: what takes time is done elsewhere. */
  private void happened(PluginEvent event) {
    if (event.state() == PluginState.QUARANTINED) {
      var unused =
          blocking.call(
              () -> {
                folder.putBack(event);
                return true;
              });
    }
  }

  @Deactivate
  void close() {
    deaf.run();
  }
}
