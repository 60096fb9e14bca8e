package org.meseta.containerizer.checkpoint;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.meseta.containerizer.process.ProcessIdentity;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.plugin.isolator.ContainerConfig;
import org.meseta.plugin.isolator.Limitation;
import org.meseta.protocol.containerizer.ContainerCheckpoint;
import org.meseta.protocol.containerizer.End;
import org.meseta.protocol.containerizer.IsolatorState;
import org.meseta.protocol.containerizer.ReachedLimit;
import org.meseta.protocol.containerizer.SupervisorProcess;
import org.meseta.resources.Resources;

/** The form in which a container is saved. */
final class SavedForm {
  static final int VERSION = 1;

  private SavedForm() {}

  static ContainerCheckpoint toProto(Saved saved) {
    ContainerConfig config = saved.config();
    ContainerCheckpoint.Builder proto =
        ContainerCheckpoint.newBuilder()
            .setVersion(VERSION)
            .setId(saved.id())
            .setCommand(config.command().toBuilder().clearEnvironment())
            .setSandbox(config.sandbox().toString())
            .addAllResources(config.resources().toList())
            .setBootId(saved.bootId());
    config.user().ifPresent(proto::setUser);
    config.container().ifPresent(proto::setContainer);
    saved.isolators().forEach(i -> proto.addIsolators(isolator(i)));
    saved.cgroup().ifPresent(c -> proto.setCgroup(c.toString()));
    saved.supervisor().ifPresent(s -> proto.setSupervisor(process(s)));
    saved.end().ifPresent(e -> proto.setEnd(end(e)));
    return proto.build();
  }

  static Saved fromProto(ContainerCheckpoint proto) {
    return new Saved(
        proto.getId(),
        config(proto),
        proto.getIsolatorsList().stream().map(SavedForm::isolated).toList(),
        proto.getBootId(),
        proto.hasCgroup() ? Optional.of(Path.of(proto.getCgroup())) : Optional.empty(),
        proto.hasSupervisor() ? Optional.of(identity(proto.getSupervisor())) : Optional.empty(),
        proto.hasEnd() ? Optional.of(termination(proto.getEnd())) : Optional.empty());
  }

  private static ContainerConfig config(ContainerCheckpoint proto) {
    return new ContainerConfig(
        proto.getCommand(),
        Path.of(proto.getSandbox()),
        proto.hasUser() ? Optional.of(proto.getUser()) : Optional.empty(),
        Resources.of(proto.getResourcesList()),
        proto.hasContainer() ? Optional.of(proto.getContainer()) : Optional.empty());
  }

  private static IsolatorState isolator(Isolated isolated) {
    IsolatorState.Builder proto =
        IsolatorState.newBuilder().setName(isolated.name()).setCleaned(isolated.cleaned());
    isolated.state().ifPresent(proto::setState);
    return proto.build();
  }

  private static Isolated isolated(IsolatorState proto) {
    return new Isolated(
        proto.getName(),
        proto.hasState() ? Optional.of(proto.getState()) : Optional.empty(),
        proto.getCleaned());
  }

  private static SupervisorProcess process(ProcessIdentity p) {
    return SupervisorProcess.newBuilder().setPid(p.pid()).setStartTime(p.startTime()).build();
  }

  private static ProcessIdentity identity(SupervisorProcess p) {
    return new ProcessIdentity(p.getPid(), p.getStartTime());
  }

  private static End end(Termination termination) {
    End.Builder proto = End.newBuilder().setMessage(termination.message());
    termination.exitCode().ifPresent(proto::setExitCode);
    termination.signal().ifPresent(proto::setSignal);
    termination.limitation().ifPresent(l -> proto.setLimitation(limitation(l)));
    return proto.build();
  }

  private static Termination termination(End proto) {
    return new Termination(
        proto.hasExitCode() ? OptionalInt.of(proto.getExitCode()) : OptionalInt.empty(),
        proto.hasSignal() ? OptionalInt.of(proto.getSignal()) : OptionalInt.empty(),
        proto.hasLimitation() ? Optional.of(limitation(proto.getLimitation())) : Optional.empty(),
        proto.getMessage());
  }

  private static ReachedLimit limitation(Limitation limitation) {
    return ReachedLimit.newBuilder()
        .setReason(limitation.reason())
        .setMessage(limitation.message())
        .addAllResources(limitation.resources().toList())
        .build();
  }

  private static Limitation limitation(ReachedLimit proto) {
    return new Limitation(
        proto.getReason(), proto.getMessage(), Resources.of(proto.getResourcesList()));
  }
}
