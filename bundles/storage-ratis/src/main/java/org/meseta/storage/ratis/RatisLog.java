package org.meseta.storage.ratis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;
import org.meseta.runtime.ContextLoader;
import org.meseta.storage.Folders;
import org.meseta.storage.LoggedState;
import org.meseta.storage.StateLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log that Ratis keeps in files of this host. One entry is under way at a time; records that come
 * meanwhile go together into the next.
 */
public final class RatisLog implements StateLog {
  private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);

  /** Leaves room for what Ratis adds. */
  private static final int LIMIT = Settings.ENTRY - (1 << 16);

  private static final int BATCH = 1 << 20;
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");
  private static final long LEAST_GROWTH = 4 << 20;
  private static final long SNAPSHOT_MILLIS = 600_000;

  private static final RaftGroupId GROUP =
      RaftGroupId.valueOf(UUID.nameUUIDFromBytes("meseta log".getBytes(StandardCharsets.UTF_8)));
  private static final RaftPeerId SELF = RaftPeerId.valueOf("1");

  /** A new one each time: a request of the same client and number is taken for a repetition. */
  private final ClientId client = ClientId.randomId();

  private final RaftServer server;
  private final Member member;
  private final Mark mark;

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean writing = true;
  private List<Waiting> underWay = List.of();
  private boolean closed;
  private @Nullable IOException failure;
  private long calls;
  private long written;
  private long grown;
  private boolean compacting;

  private RatisLog(RaftServer server, Member member, Mark mark) {
    this.server = server;
    this.member = member;
    this.mark = mark;
    CompletionStage<?> leads = member.leads();
    leads.whenComplete((leading, thrown) -> ready(thrown));
    CompletionStage<IOException> fails = member.fails();
    fails.thenAccept(this::failed);
  }

  /** Whatever is under way may never be answered. */
  private void failed(IOException why) {
    List<Waiting> lost;
    synchronized (this) {
      failure = failure == null ? new IOException("The log takes nothing more", why) : failure;
      lost = List.copyOf(underWay);
      why = failure;
    }
    fail(lost, why);
    writeNext();
  }

  private void ready(@Nullable Throwable thrown) {
    synchronized (this) {
      written = member.last();
      writing = false;
      if (thrown != null && failure == null) {
        failure = new IOException("The log has no leader", thrown);
      }
    }
    writeNext();
  }

  /** See {@link org.meseta.storage.StateLogs#open}. */
  public static RatisLog open(Path folder, LoggedState state) throws IOException {
    Folders.create(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    Path group = folder.resolve(GROUP.getUuid().toString());
    Path acknowledged = folder.resolve("acknowledged");
    OptionalLong number = Mark.read(acknowledged);
    boolean formatted = Files.exists(group.resolve("current").resolve("raft-meta"));
    if (number.isEmpty() && formatted) {
      throw new IOException(acknowledged + " is missing, beside a log that was in use");
    }
    if (number.isEmpty()) {
      Mark.create(acknowledged);
    }
    if (number.orElse(0) > 0 && !formatted) {
      throw new IOException(
          group
              + " is missing or empty, though "
              + number.getAsLong()
              + " records were acknowledged");
    }
    Optional<Snapshot> snapshot = Optional.empty();
    if (formatted) {
      snapshot = new Inspection(group, number.orElse(0)).run();
    } else {
      Folders.delete(group);
    }
    return start(folder, new Member(state, snapshot), Mark.open(acknowledged), formatted);
  }

  private static RatisLog start(Path folder, Member member, Mark mark, boolean formatted)
      throws IOException {
    try {
      RaftServer server =
          ContextLoader.as(
              RatisLog.class,
              () -> {
                RaftServer made =
                    RaftServer.newBuilder()
                        .setServerId(SELF)
                        .setGroup(
                            RaftGroup.valueOf(GROUP, RaftPeer.newBuilder().setId(SELF).build()))
                        .setStateMachine(member)
                        .setProperties(Settings.of(folder))
                        .setOption(formatted ? StartupOption.RECOVER : StartupOption.FORMAT)
                        .build();
                made.start();
                return made;
              });
      return new RatisLog(server, member, mark);
    } catch (Exception e) {
      mark.close();
      throw e instanceof IOException io ? io : new IOException("The log in " + folder, e);
    }
  }

  @Override
  public int limit() {
    return LIMIT;
  }

  @Override
  public CompletionStage<@Nullable Void> leads() {
    return member.leads().minimalCompletionStage();
  }

  @Override
  public CompletionStage<@Nullable Void> append(byte[] record) {
    if (record.length > LIMIT) {
      throw new IllegalArgumentException(
          "A record of " + record.length + " bytes is larger than " + LIMIT);
    }
    Waiting one = new Waiting(record);
    synchronized (this) {
      waiting.add(one);
    }
    writeNext();
    return one.done;
  }

  private void writeNext() {
    List<Waiting> batch = new ArrayList<>();
    long first;
    IOException failed;
    synchronized (this) {
      failed = failure;
      first = written + 1;
      if (waiting.isEmpty() || (writing && failed == null)) {
        return;
      }
      if (failed == null) {
        take(batch);
        underWay = batch;
        writing = true;
      } else {
        batch.addAll(waiting);
        waiting.clear();
      }
    }
    if (failed == null) {
      submit(new Batch(first, batch.stream().map(waiting -> waiting.record).toList()), batch);
    } else {
      fail(batch, failed);
    }
  }

  private void take(List<Waiting> batch) {
    int size = 0;
    for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
      size += Batch.cost(next.record);
      if (size > BATCH && !batch.isEmpty()) {
        return;
      }
      batch.add(waiting.remove());
    }
  }

  private void submit(Batch batch, List<Waiting> records) {
    byte[] bytes = batch.bytes();
    CompletionStage<RaftClientReply> reply;
    try {
      reply = server.submitClientRequestAsync(request(bytes));
    } catch (IOException e) {
      reply = CompletableFuture.failedFuture(e);
    }
    reply.whenComplete((answer, thrown) -> written(batch, bytes.length, records, answer, thrown));
  }

  private void written(
      Batch batch,
      int size,
      List<Waiting> records,
      @Nullable RaftClientReply answer,
      @Nullable Throwable thrown) {
    try {
      if (thrown != null || answer == null || !answer.isSuccess()) {
        Throwable cause = thrown != null || answer == null ? thrown : answer.getException();
        throw new IOException("The log takes nothing more", cause);
      }
      mark.set(batch.last());
    } catch (IOException e) {
      synchronized (this) {
        failure = e;
        writing = false;
      }
      fail(records, e);
      writeNext();
      return;
    }
    synchronized (this) {
      written = batch.last();
      grown += size;
      writing = false;
    }
    records.forEach(record -> record.done.complete(null));
    writeNext();
    compact();
  }

  private static void fail(List<Waiting> records, IOException failure) {
    records.forEach(record -> record.done.completeExceptionally(failure));
  }

  /** At a cost in proportion to what was written since the last time; a start reads the rest. */
  private void compact() {
    synchronized (this) {
      if (compacting || closed || grown < Math.max(LEAST_GROWTH, member.snapshotSize() / 2)) {
        return;
      }
      compacting = true;
      grown = 0;
    }
    try {
      CompletionStage<?> reply =
          server.snapshotManagementAsync(
              SnapshotManagementRequest.newCreate(client, SELF, GROUP, call(), SNAPSHOT_MILLIS, 1));
      reply.whenComplete((answer, thrown) -> compacted(thrown));
    } catch (RuntimeException e) {
      compacted(e);
    }
  }

  private void compacted(@Nullable Throwable thrown) {
    synchronized (this) {
      compacting = false;
      if (closed) {
        return;
      }
    }
    if (thrown != null) {
      LOG.warn("The log could not be compacted", thrown);
    }
  }

  private RaftClientRequest request(byte[] content) {
    return RaftClientRequest.newBuilder()
        .setClientId(client)
        .setServerId(SELF)
        .setGroupId(GROUP)
        .setCallId(call())
        .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(content)))
        .setType(RaftClientRequest.writeRequestType())
        .build();
  }

  private synchronized long call() {
    return ++calls;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      failure = new IOException("The log is closed");
    }
    try {
      server.close();
      mark.close();
    } catch (IOException e) {
      LOG.warn("The log does not close", e);
    }
    writeNext();
  }

  /** A record that is not acknowledged yet. */
  private static final class Waiting {
    private final byte[] record;
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

    private Waiting(byte[] record) {
      this.record = record;
    }
  }
}
