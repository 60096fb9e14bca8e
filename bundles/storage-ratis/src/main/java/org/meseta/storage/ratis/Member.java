package org.meseta.storage.ratis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;
import org.jspecify.annotations.Nullable;
import org.meseta.storage.AtomicFile;
import org.meseta.storage.LoggedState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a state in step with Ratis's log. Ratis calls it from one thread at a time. */
final class Member extends BaseStateMachine {
  private static final Logger LOG = LoggerFactory.getLogger(Member.class);

  private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
  private final LoggedState state;
  private final Optional<Snapshot> snapshot;
  private final CompletableFuture<@Nullable Void> leads = new CompletableFuture<>();
  private final CompletableFuture<IOException> fails = new CompletableFuture<>();

  private volatile long last;
  private volatile long size;

  /**
   * @param snapshot the newest one, which has been looked at
   */
  Member(LoggedState state, Optional<Snapshot> snapshot) {
    this.state = state;
    this.snapshot = snapshot;
  }

  /** Completes when it leads and all is applied; fails if it never will. */
  CompletableFuture<@Nullable Void> leads() {
    return leads;
  }

  /** Completes when it can take nothing more, with the reason. */
  CompletableFuture<IOException> fails() {
    return fails;
  }

  private void fail(IOException why) {
    leads.completeExceptionally(why);
    fails.complete(why);
  }

  /** Number of the last record that is in the state. */
  long last() {
    return last;
  }

  /** Size of the newest snapshot, in bytes. */
  long snapshotSize() {
    return size;
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId group, RaftStorage raft)
      throws IOException {
    super.initialize(server, group, raft);
    storage.init(raft);
    SingleFileSnapshotInfo newest = storage.loadLatestSnapshot();
    if (newest != null && snapshot.isPresent()) {
      state.restore(snapshot.get().state());
      last = snapshot.get().last();
      size = snapshot.get().state().length;
      setLastAppliedTermIndex(newest.getTermIndex());
    }
  }

  @Override
  public StateMachineStorage getStateMachineStorage() {
    return storage;
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = transaction.getLogEntry();
    try {
      Batch batch = Batch.of(entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer());
      batch.records().forEach(state::apply);
      last = batch.last();
      updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
      return CompletableFuture.completedFuture(Message.EMPTY);
    } catch (RuntimeException e) {
      fail(new IOException("Entry " + entry.getIndex() + " is refused", e));
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Durable when it returns: what it covers is then removed from the log. */
  @Override
  public long takeSnapshot() throws IOException {
    TermIndex applied = getLastAppliedTermIndex();
    File file = storage.getSnapshotFile(applied.getTerm(), applied.getIndex());
    byte[] content = state.snapshot();
    write(new Snapshot(last, content), file.toPath());
    var digest = MD5FileUtil.computeAndSaveMd5ForFile(file);
    storage.updateLatestSnapshot(
        new SingleFileSnapshotInfo(
            new org.apache.ratis.server.storage.FileInfo(file.toPath(), digest), applied));
    size = content.length;
    return applied.getIndex();
  }

  /** A disk that is full must not fill further with each attempt. */
  private static void write(Snapshot snapshot, Path file) throws IOException {
    try {
      snapshot.write(file);
    } catch (IOException e) {
      LOG.warn("The log cannot be compacted: {}", e.toString());
      AtomicFile.removeLeftovers(file.resolveSibling("."));
      throw e;
    }
  }

  @Override
  public void notifyServerShutdown(RoleInfoProto role, boolean all) {
    fail(new IOException("This member has ended"));
  }

  @Override
  public void notifyLeaderReady() {
    leads.complete(null);
  }

  @Override
  public void notifyNotLeader(Collection<TransactionContext> pending) {
    fail(new IOException("This member leads no more"));
  }

  @Override
  public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto failed) {
    fail(new IOException("The log cannot be written", cause));
  }
}
