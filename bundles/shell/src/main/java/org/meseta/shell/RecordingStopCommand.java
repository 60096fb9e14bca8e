package org.meseta.shell;

import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.meseta.master.api.Master;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Principal;

/** {@code mesos:recording-stop}. */
@Service
@Command(
    scope = "mesos",
    name = "recording-stop",
    description = "Ends the recording of the allocator, which goes on")
public final class RecordingStopCommand extends MasterCommand {

  @Override
  CompletionStage<Outcome> ask(Master of, Principal principal) {
    return of.stopRecording(principal);
  }

  @Override
  String done() {
    return "The recording has ended.";
  }
}
