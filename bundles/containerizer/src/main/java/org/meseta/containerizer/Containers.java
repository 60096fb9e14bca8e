package org.meseta.containerizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meseta.plugin.isolator.Isolator.RecoveredContainer;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.runtime.EventLoop;

/** All containers that are known. Used on the loop, but for {@link #alive}. */
final class Containers {
  private final Map<String, Container> byName = new LinkedHashMap<>();
  private volatile Set<ContainerID> alive = Set.of();

  Containers(EventLoop loop) {
    loop.afterBatch(this::publish);
  }

  void add(Container container) {
    if (byName.putIfAbsent(container.name, container) != null) {
      throw new IllegalArgumentException("There is a " + container + " already");
    }
  }

  void remove(Container container) {
    byName.remove(container.name, container);
  }

  Optional<Container> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Optional<Container> find(ContainerID id) {
    return find(id.getValue()).filter(c -> c.id().equals(id));
  }

  Container need(ContainerID id) {
    return find(id).orElseThrow(() -> new NoSuchElementException("No container " + id.getValue()));
  }

  List<Container> all() {
    return new ArrayList<>(byName.values());
  }

  List<Container> running() {
    return byName.values().stream().filter(c -> c.phase == Container.Phase.RUNNING).toList();
  }

  List<RecoveredContainer> preparedBy(String isolator) {
    return byName.values().stream()
        .filter(c -> c.preparedBy(isolator))
        .map(c -> c.forIsolator(isolator))
        .toList();
  }

  /** Those that are being launched or running, as of the last batch. From any thread. */
  Set<ContainerID> alive() {
    return alive;
  }

  private void publish() {
    Set<ContainerID> now =
        byName.values().stream()
            .filter(Container::alive)
            .map(Container::id)
            .collect(Collectors.toUnmodifiableSet());
    if (!now.equals(alive)) {
      alive = now;
    }
  }
}
