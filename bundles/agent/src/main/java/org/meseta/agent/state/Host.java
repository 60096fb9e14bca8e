package org.meseta.agent.state;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.Task;
import org.meseta.resources.Resources;

/**
 * All that the agent knows at one moment. Immutable.
 *
 * @param info with its id once it is registered
 * @param startTime when the process started
 * @param recovered whether it has found again what ran before; until then it takes no calls
 * @param master with which it is registered, if it is
 * @param total all it has: what it was started with, as operations have converted it
 * @param operations by uuid: those whose outcome is not acknowledged
 * @param frameworks that have something here, by id
 * @param completedFrameworks over, the oldest first
 */
public record Host(
    AgentInfo info,
    Instant startTime,
    boolean recovered,
    Optional<MasterInfo> master,
    Resources total,
    Map<ByteString, Operation> operations,
    Map<FrameworkID, LocalFramework> frameworks,
    Collection<LocalFramework> completedFrameworks) {

  public Host {
    operations = Table.of(operations);
    frameworks = Table.of(frameworks);
    completedFrameworks = History.of(completedFrameworks);
  }

  /** All executors that live. */
  public Stream<LocalExecutor> executors() {
    return frameworks.values().stream().flatMap(f -> f.executors().values().stream());
  }

  /** All tasks of executors that live. */
  public Stream<Task> tasks() {
    return executors().flatMap(e -> e.tasks().values().stream());
  }

  /** The same with other facts about itself. */
  public Host with(AgentInfo changed) {
    return new Host(
        changed, startTime, recovered, master, total, operations, frameworks, completedFrameworks);
  }

  /** The same, recovered. */
  public Host afterRecovery() {
    return new Host(
        info, startTime, true, master, total, operations, frameworks, completedFrameworks);
  }

  /** The same, registered with this master, or with none. */
  public Host registeredWith(Optional<MasterInfo> changed) {
    return new Host(
        info, startTime, recovered, changed, total, operations, frameworks, completedFrameworks);
  }

  /** The same with other resources and operations. */
  public Host with(Resources resources, Map<ByteString, Operation> known) {
    return new Host(
        info, startTime, recovered, master, resources, known, frameworks, completedFrameworks);
  }

  /** The same with this framework, in place of one with the same id. */
  public Host with(LocalFramework framework) {
    return with(Table.of(frameworks).and(framework.id(), framework), completedFrameworks);
  }

  /** The same with a framework that was completed before, if it was, among the others again. */
  public Host revived(FrameworkID id) {
    for (LocalFramework framework : completedFrameworks) {
      if (framework.id().equals(id)) {
        return with(
            Table.of(frameworks).and(id, framework),
            History.of(completedFrameworks).without(f -> f.id().equals(id)));
      }
    }
    return this;
  }

  /**
   * The same with this framework among the completed ones.
   *
   * @param limit how many completed ones are kept
   */
  public Host completed(LocalFramework framework, int limit) {
    return with(
        Table.of(frameworks).without(framework.id()),
        History.of(completedFrameworks).and(framework, limit));
  }

  private Host with(
      Map<FrameworkID, LocalFramework> changed, Collection<LocalFramework> completed) {
    return new Host(info, startTime, recovered, master, total, operations, changed, completed);
  }
}
