package org.meseta.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes port forwarding away from the shell's SSH server, which Karaf would give to every user, has
 * it end {@link RemoteCommand}s in order, and writes the port it listens on to {@code
 * data/ssh.port}.
 */
@Component(
    immediate = true,
    service = {})
public final class SshAccess {

  private static final Logger LOG = LoggerFactory.getLogger(SshAccess.class);
  private static final Executor PAUSE =
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);
  private static final int MAX_TRIES = 600;

  private final BundleContext context;

  @Activate
  public SshAccess(BundleContext context) {
    this.context = context;
    // At the first start a key is made, which takes a while; nobody waits for it.
    CompletableFuture<Void> unused = CompletableFuture.runAsync(this::makeKey);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addServer(SshServer server) {
    server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    server.setCommandFactory(new RemoteCommands(server.getCommandFactory()));
    awaitPort(server, 0);
  }

  void removeServer(SshServer server) {
    // The file is overwritten by the next server.
  }

  /**
   * Karaf registers a server before it starts it; on a cold start it does so twice, and leaves the
   * first one registered for ever, stopped and with a port that is not its own any more.
   */
  private void awaitPort(SshServer server, int tries) {
    if (server.isStarted() && server.getPort() > 0) {
      writePort(server.getPort());
    } else if (tries < MAX_TRIES) {
      PAUSE.execute(() -> awaitPort(server, tries + 1));
    }
  }

  private void writePort(int port) {
    Path data = Path.of(context.getProperty("karaf.data"));
    Path fresh = data.resolve("ssh.port.new");
    try {
      Files.writeString(fresh, port + "\n");
      Files.move(fresh, data.resolve("ssh.port"), StandardCopyOption.ATOMIC_MOVE);
      LOG.info("The shell listens on 127.0.0.1:{}", port);
    } catch (IOException e) {
      LOG.error("Cannot write the shell's port", e);
    }
  }

  private void makeKey() {
    try {
      AdminKey.allow(
          Path.of(context.getProperty("karaf.base")), Path.of(context.getProperty("karaf.etc")));
    } catch (IOException | GeneralSecurityException e) {
      LOG.error("No key for 'meseta shell' could be made", e);
    }
  }
}
