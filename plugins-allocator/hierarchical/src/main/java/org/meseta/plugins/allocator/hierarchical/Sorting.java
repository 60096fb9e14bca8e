package org.meseta.plugins.allocator.hierarchical;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Timers;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.sorter.Sorter;
import org.meseta.plugin.allocator.sorter.SorterContext;
import org.meseta.plugin.allocator.sorter.SorterFactory;
import org.meseta.plugins.allocator.hierarchical.share.ShareTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a tree in the orders that the master's flags name, also when plugins come and go. While the
 * plugin of an order is away, the smallest share comes first.
 */
final class Sorting {

  private static final Logger LOG = LoggerFactory.getLogger(Sorting.class);

  private final AllocatorContext context;
  private final ShareTree<Client> tree;
  private final Sorters sorters;
  private final Runnable listener;
  private final Used roles;
  private final Used members;
  private boolean closed;

  /**
   * @throws IllegalArgumentException if there is no order of a name
   */
  Sorting(AllocatorContext context, ShareTree<Client> tree, Sorters sorters) {
    this.context = context;
    this.tree = tree;
    this.sorters = sorters;
    this.roles = new Used("role_sorter", context.options().roleSorter());
    this.members = new Used("framework_sorter", context.options().frameworkSorter());
    roles.take(sorters.require(roles.flag, roles.name));
    members.take(sorters.require(members.flag, members.name));
    tree.setSorters(roles.sorter, members.sorter);
    Timers timers = context.timers();
    this.listener = () -> timers.schedule(Duration.ZERO, this::look);
    sorters.listen(listener);
  }

  private void look() {
    if (closed) {
      return;
    }
    boolean others = roles.look();
    others |= members.look();
    if (others) {
      tree.setSorters(roles.sorter, members.sorter);
    }
  }

  void close() {
    closed = true;
    sorters.forget(listener);
    roles.take(null);
    members.take(null);
  }

  /** What one of the flags names. */
  private final class Used {
    private final String flag;
    private final String name;
    private @Nullable SorterFactory factory;
    private @Nullable Sorter sorter;

    Used(String flag, String name) {
      this.flag = flag;
      this.name = name;
    }

    /** Whether it is another one now. */
    boolean look() {
      SorterFactory found = sorters.find(name).orElse(null);
      if (Objects.equals(found, factory)) {
        return false;
      }
      LOG.info("The sorter {} of --{} {}", name, flag, found == null ? "is gone" : "is another");
      take(found);
      return true;
    }

    void take(@Nullable SorterFactory next) {
      SorterContext given = context::random;
      Sorter made = next == null ? null : next.create(given);
      if (sorter != null) {
        sorter.close();
      }
      factory = next;
      sorter = made;
    }
  }
}
