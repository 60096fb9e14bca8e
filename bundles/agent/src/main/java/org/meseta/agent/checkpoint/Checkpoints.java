package org.meseta.agent.checkpoint;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.meseta.plugin.Blocking;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.TaskStatus;

/**
 * Writes things down without blocking, in the order in which it is asked. Each stage completes on
 * the agent's loop when it is done.
 */
public final class Checkpoints {
  private final CheckpointWriter writer;
  private final Blocking disk;

  /**
   * @param disk with one thread, so that order is kept
   */
  public Checkpoints(CheckpointWriter writer, Blocking disk) {
    this.writer = writer;
    this.disk = disk;
  }

  public CompletionStage<Void> agent(AgentInfo info) {
    return write(() -> writer.agent(info));
  }

  public CompletionStage<Void> forgetAgent() {
    return write(writer::forgetAgent);
  }

  public CompletionStage<Void> bootId(String id) {
    return write(() -> writer.bootId(id));
  }

  public CompletionStage<Void> framework(String agent, FrameworkInfo info) {
    return write(() -> writer.framework(agent, info));
  }

  public CompletionStage<Void> run(RunRecord run) {
    return write(() -> writer.run(run));
  }

  public CompletionStage<Void> kill(Path metaTask, Duration grace) {
    return write(() -> writer.kill(metaTask, grace));
  }

  public CompletionStage<Void> update(Path metaTask, TaskStatus status) {
    return write(() -> writer.update(metaTask, status));
  }

  public CompletionStage<Void> acknowledged(Path metaTask, ByteString uuid) {
    return write(() -> writer.acknowledged(metaTask, uuid));
  }

  public CompletionStage<Void> closeUpdates(Path metaTask) {
    return write(() -> writer.closeUpdates(metaTask));
  }

  public CompletionStage<Void> completed(Path metaRun) {
    return write(() -> writer.completed(metaRun));
  }

  public CompletionStage<Void> giveUp(Recovered.GivenUp part) {
    return write(() -> writer.giveUp(part));
  }

  /** Moves a folder out of the way of what is written from now on. */
  public CompletionStage<Void> moveAway(Path folder, Path place) {
    return write(() -> writer.moveAway(folder, place));
  }

  /** Something else that is written in this order. */
  public CompletionStage<Void> inOrder(Write write) {
    return write(write);
  }

  /** Closes what is open, after all that was asked before. */
  public CompletionStage<Void> close() {
    return write(writer::close);
  }

  /** Writes something; blocks. */
  public interface Write {
    void run() throws IOException;
  }

  private CompletionStage<Void> write(Write write) {
    return disk.<Void>call(
        () -> {
          write.run();
          return null;
        });
  }
}
