package org.meseta.plugin.host;

import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meseta.runtime.ForeignCode;

/** Remembers plugins that are gone until their classes are. It keeps none of them in memory. */
final class Leftovers {
  private static final int MOST = 100;

  private final List<Gone> gone = new ArrayList<>();

  /** A plugin of this class loader is there, so that nothing of it is left over. */
  synchronized void back(ClassLoader loader) {
    gone.removeIf(g -> g.loader.refersTo(loader));
  }

  /**
   * A plugin goes.
   *
   * @param due when it should have come to its end
   */
  synchronized void left(PluginStatus plugin, ClassLoader loader, Instant due) {
    boolean ours = loader == Leftovers.class.getClassLoader();
    if (!ours && gone.stream().noneMatch(g -> g.loader.refersTo(loader))) {
      gone.add(new Gone(plugin, new WeakReference<>(loader), due, ForeignCode.collections()));
      if (gone.size() > MOST) {
        gone.remove(0);
      }
    }
  }

  /** What is left over now, the oldest first. */
  synchronized List<Leftover> find(Instant now) {
    gone.removeIf(g -> g.loader.refersTo(null));
    return gone.stream().filter(g -> !now.isBefore(g.due)).flatMap(g -> g.find().stream()).toList();
  }

  private record Gone(
      PluginStatus plugin, WeakReference<ClassLoader> loader, Instant due, long collections) {

    Optional<Leftover> find() {
      ClassLoader alive = loader.get();
      if (alive == null) {
        return Optional.empty();
      }
      List<String> threads = ForeignCode.threads(alive);
      boolean told = !threads.isEmpty() || ForeignCode.collections() > collections;
      return told
          ? Optional.of(
              new Leftover(
                  plugin.host(),
                  plugin.kind(),
                  plugin.name(),
                  plugin.origin(),
                  plugin.since(),
                  threads))
          : Optional.empty();
    }
  }
}
