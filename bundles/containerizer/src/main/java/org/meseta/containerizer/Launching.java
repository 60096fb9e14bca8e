package org.meseta.containerizer;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.meseta.containerizer.checkpoint.Isolated;
import org.meseta.containerizer.checkpoint.Saved;
import org.meseta.containerizer.isolation.LiveIsolator;
import org.meseta.containerizer.launcher.Account;
import org.meseta.containerizer.launcher.Gated;
import org.meseta.containerizer.process.Mark;
import org.meseta.containerizer.process.ProcStat;
import org.meseta.containerizer.process.ProcessIdentity;
import org.meseta.plugin.containerizer.ContainerLaunch;
import org.meseta.plugin.isolator.ContainerConfig;
import org.meseta.plugin.isolator.Preparation;

/**
 * Brings one container from nothing to running: note it, let the isolators prepare, start a
 * launcher that waits at its gate, enclose it, let the isolators isolate it, open the gate. Used on
 * the loop only.
 */
final class Launching {
  private final Means means;
  private final Slots slots;
  private final Container container;
  private final ContainerLaunch launch;
  private final List<LiveIsolator> isolators;
  private final Map<String, String> environment = new HashMap<>();

  /** As whom the command runs, if not as we do. */
  private Optional<Account> user = Optional.empty();

  Launching(
      Means means,
      Slots slots,
      Container container,
      ContainerLaunch launch,
      List<LiveIsolator> isolators) {
    this.means = means;
    this.slots = slots;
    this.container = container;
    this.launch = launch;
    this.isolators = isolators;
  }

  /** What is noted of a container before anything is done for it. */
  static Saved saved(
      ContainerLaunch launch, List<LiveIsolator> isolators, Means means, String name) {
    ContainerConfig config =
        new ContainerConfig(
            launch.command(),
            launch.sandbox(),
            launch.user(),
            launch.resources(),
            launch.container());
    return new Saved(
        launch.id(),
        config,
        isolators.stream().map(i -> Isolated.by(i.name())).toList(),
        means.bootId(),
        means.tracking().cgroup(name),
        Optional.empty(),
        Optional.empty());
  }

  /** Fails if anything fails, or the container becomes unwanted; then something may be left. */
  CompletableFuture<ProcessIdentity> run() {
    return note()
        .thenCompose(nothing -> prepare(0))
        .thenCompose(nothing -> slots.with(this::start));
  }

  private CompletableFuture<Void> note() {
    Saved saved = container.saved;
    return means
        .io(
            () -> {
              means.folder().add(container.name);
              means.save(container, saved);
              return means.launcher().user(launch.user());
            })
        .thenAccept(account -> user = account);
  }

  private CompletableFuture<Void> prepare(int index) {
    checkWanted();
    if (index == isolators.size()) {
      return CompletableFuture.completedFuture(null);
    }
    LiveIsolator isolator = isolators.get(index);
    container.askedToPrepare.add(isolator.name());
    return isolator
        .prepare(container.id(), container.saved.config())
        .thenCompose(
            prepared -> {
              prepared(isolator, prepared);
              return prepare(index + 1);
            });
  }

  private void prepared(LiveIsolator isolator, Preparation preparation) {
    environment.putAll(preparation.environment());
    container.saved = container.saved.withPrepared(isolator.name(), preparation.state());
  }

  private CompletableFuture<ProcessIdentity> start() {
    checkWanted();
    environment.putAll(launch.environment());
    mark(container.saved).map(Mark::variable).ifPresent(environment::putAll);
    return gate().thenCompose(this::isolateAndRelease);
  }

  private CompletableFuture<Gated> gate() {
    Saved saved = container.saved;
    Optional<Account> account = user;
    return means.io(
        () -> {
          means.save(container, saved);
          Gated gated = means.launcher().gate(mark(saved), text(account));
          enclose(gated);
          return gated;
        });
  }

  /** A cgroup holds the container's processes together, else they are known by their mark. */
  private Optional<Mark> mark(Saved saved) {
    return saved.cgroup().isPresent() ? Optional.empty() : Optional.of(container.mark);
  }

  /** The environment does not change any more. */
  private byte[] text(Optional<Account> account) throws IOException {
    return means
        .launcher()
        .text(
            means.folder().container(container.name),
            means.folder().exit(container.name),
            launch.sandbox(),
            account,
            environment,
            launch.command());
  }

  private void enclose(Gated gated) throws IOException {
    try {
      container.enclosure.add(gated.pid());
      container.root(means.proc().stat(gated.pid()).map(ProcStat::identity));
    } catch (IOException e) {
      gated.abandon();
      throw new IOException("The launcher could not be put into its cgroup: " + e, e);
    }
  }

  private CompletableFuture<ProcessIdentity> isolateAndRelease(Gated gated) {
    return isolate(gated, 0)
        .thenCompose(nothing -> release(gated))
        .whenComplete(
            (running, failure) -> {
              if (failure != null) {
                gated.abandon();
              }
            });
  }

  private CompletableFuture<Void> isolate(Gated gated, int index) {
    if (index == isolators.size()) {
      return CompletableFuture.completedFuture(null);
    }
    return isolators
        .get(index)
        .isolate(container.id(), gated.pid())
        .thenCompose(nothing -> isolate(gated, index + 1));
  }

  private CompletableFuture<ProcessIdentity> release(Gated gated) {
    checkWanted();
    Saved saved = container.saved;
    return means
        .io(() -> released(gated, saved))
        .thenApply(
            supervisor -> {
              container.saved = container.saved.withSupervisor(supervisor);
              return supervisor;
            });
  }

  /** On a thread that may block. */
  private ProcessIdentity released(Gated gated, Saved saved) throws IOException {
    long pid = gated.release();
    // A short command's supervisor may be gone already; then no time is right.
    ProcessIdentity supervisor =
        means.proc().stat(pid).map(ProcStat::identity).orElse(new ProcessIdentity(pid, -1));
    container.root(Optional.of(supervisor));
    means.save(container, saved.withSupervisor(supervisor));
    return supervisor;
  }

  private void checkWanted() {
    if (container.unwanted) {
      throw new IllegalStateException(
          "The " + container + " was destroyed while it was being launched");
    }
  }
}
