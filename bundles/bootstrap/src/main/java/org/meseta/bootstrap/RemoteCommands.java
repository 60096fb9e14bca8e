package org.meseta.bootstrap;

import java.io.IOException;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.command.CommandFactory;

/** Makes the commands that clients have executed instead of a session: {@link RemoteCommand}s. */
record RemoteCommands(CommandFactory karaf) implements CommandFactory {

  @Override
  public Command createCommand(ChannelSession channel, String command) throws IOException {
    return new RemoteCommand(karaf.createCommand(channel, command));
  }
}
