package org.meseta.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * A command of Karaf's shell for a client without a session. It has no colours where there is no
 * terminal, and the connection is the client's to close: Karaf would close it while the client says
 * goodbye, which then cannot tell whether the command was done.
 */
final class RemoteCommand implements Command {
  private static final long PATIENCE_SECONDS = 5;

  private final Command karaf;
  private OutputStream out = OutputStream.nullOutputStream();
  private OutputStream err = OutputStream.nullOutputStream();
  private ExitCallback exit = (status, message, closeNow) -> {};

  RemoteCommand(Command karaf) {
    this.karaf = karaf;
  }

  @Override
  public void setInputStream(InputStream in) {
    karaf.setInputStream(in);
  }

  @Override
  public void setOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void setErrorStream(OutputStream err) {
    this.err = err;
  }

  @Override
  public void setExitCallback(ExitCallback exit) {
    this.exit = exit;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) throws IOException {
    boolean terminal = environment.getEnv().containsKey(Environment.ENV_TERM);
    karaf.setOutputStream(terminal ? out : new Uncoloured(out));
    karaf.setErrorStream(terminal ? err : new Uncoloured(err));
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    channel.getServerSession().addCloseFutureListener(future -> closed.complete(true));
    // Called on the command's own thread, right before Karaf closes the connection.
    karaf.setExitCallback(
        (status, message, closeNow) -> {
          exit.onExit(status, message, closeNow);
          // A client that keeps the connection loses it then.
          closed.completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        });
    karaf.start(channel, environment);
  }

  @Override
  public void destroy(ChannelSession channel) throws Exception {
    karaf.destroy(channel);
  }
}
