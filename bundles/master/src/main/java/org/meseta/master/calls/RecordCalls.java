package org.meseta.master.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;

/** An operator has the allocator recorded. */
public final class RecordCalls {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final Desk desk;
  private final Blocking files;

  /**
   * @param files where files may be touched; completes on the master's loop
   */
  public RecordCalls(Desk desk, Blocking files) {
    this.desk = desk;
    this.files = files;
  }

  /**
   * @param answer is told on the loop what became of it
   */
  public void record(Principal caller, String name, long bytes, Consumer<Outcome> answer) {
    if (isForbidden(caller)) {
      answer.accept(forbidden());
    } else if (!NAME.matcher(name).matches()) {
      answer.accept(
          Outcome.invalid(
              "'" + name + "' cannot be a recording's name: letters, digits, dots, - and _ can"));
    } else if (bytes <= 0) {
      answer.accept(Outcome.invalid("A recording of " + bytes + " bytes holds nothing"));
    } else {
      files.call(() -> file(name)).whenComplete((file, fault) -> begin(file, fault, bytes, answer));
    }
  }

  private void begin(
      @Nullable Path file, @Nullable Throwable fault, long bytes, Consumer<Outcome> answer) {
    answer.accept(
        file == null
            ? Outcome.invalid(fault == null ? "no file" : String.valueOf(fault.getMessage()))
            : desk.allocator().record(file, bytes).map(Outcome::invalid).orElse(Outcome.ACCEPTED));
  }

  /** Where to write; its folder is there then, and it is not. */
  private Path file(String name) throws IOException {
    Path folder =
        desk.flags()
            .flags()
            .path("work_dir")
            .orElseThrow(() -> new IOException("There is no --work_dir to record to"))
            .resolve("recordings");
    Path file = Files.createDirectories(folder).resolve(name);
    if (Files.exists(file)) {
      throw new IOException(file + " exists already");
    }
    return file;
  }

  public Outcome stop(Principal caller) {
    if (isForbidden(caller)) {
      return forbidden();
    }
    return desk.allocator().stopRecording()
        ? Outcome.ACCEPTED
        : new Outcome.Refused(Outcome.Kind.NOT_FOUND, "No recording is being made");
  }

  private boolean isForbidden(Principal caller) {
    return !desk.authority().allows(caller, Action.RECORD_ALLOCATIONS, "");
  }

  private static Outcome forbidden() {
    return Outcome.forbidden("Not authorized to record allocations");
  }
}
