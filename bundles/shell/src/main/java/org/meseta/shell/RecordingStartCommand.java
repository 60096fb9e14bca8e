package org.meseta.shell;

import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Master;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Principal;

/** {@code mesos:recording-start}. */
@Service
@Command(
    scope = "mesos",
    name = "recording-start",
    description = "Records what the allocator is told and decides, for 'meseta replay'")
public final class RecordingStartCommand extends MasterCommand {
  private static final long MEBI = 1 << 20;
  private static final int MOST_MEBI = 1 << 20;

  @Argument(
      name = "name",
      description = "Of the file below recordings/ in the work_dir",
      required = true)
  @Nullable String name;

  @Option(name = "--size", description = "In MB; the recording ends when it is that large")
  int size = 256;

  @Override
  CompletionStage<Outcome> ask(Master of, Principal principal) {
    if (size < 1 || size > MOST_MEBI) {
      throw new IllegalArgumentException("--size is from 1 to " + MOST_MEBI + " MB, not " + size);
    }
    return of.record(principal, Present.of(name), size * MEBI);
  }

  @Override
  String done() {
    return "The allocator is being recorded to recordings/" + name + ".";
  }
}
