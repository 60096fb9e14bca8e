package org.meseta.agent.gc;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.meseta.agent.checkpoint.Checkpoints;
import org.meseta.agent.checkpoint.Layout;
import org.meseta.plugin.Blocking;

/**
 * Where folders wait for their removal. They get there at once and whole, in the order in which
 * things are written down: what is made under their old names afterwards is not touched. No task
 * can write there. Belongs to the agent's loop.
 */
public final class Trash {
  private final Layout layout;
  private final Checkpoints checkpoints;
  private final Blocking disk;
  private final Supplier<UUID> names;

  /**
   * @param disk where folders are emptied, which may take long
   * @param names never gives one twice
   */
  public Trash(Layout layout, Checkpoints checkpoints, Blocking disk, Supplier<UUID> names) {
    this.layout = layout;
    this.checkpoints = checkpoints;
    this.disk = disk;
    this.names = names;
  }

  /** Takes a folder in; tells where it is now. If there is none, there is nothing there either. */
  CompletionStage<Path> take(Path folder) {
    Path place = layout.trash(folder).resolve(names.get().toString());
    return checkpoints.moveAway(folder, place).thenApply(done -> place);
  }

  /** Removes what was taken in. What is left when that fails can be removed later. */
  CompletionStage<Boolean> remove(Path place) {
    return disk.call(() -> TreeRemoval.remove(place));
  }

  /** What is still there. */
  CompletionStage<List<Path>> content() {
    return disk.call(this::list);
  }

  private List<Path> list() throws IOException {
    List<Path> content = new ArrayList<>();
    for (Path folder : List.of(layout.trash(layout.agents()), layout.trash(layout.metaAgents()))) {
      if (Files.isDirectory(folder)) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
          entries.forEach(content::add);
        }
      }
    }
    return content;
  }
}
