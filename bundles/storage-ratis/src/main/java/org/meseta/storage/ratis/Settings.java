package org.meseta.storage.ratis;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** What Ratis is told. */
final class Settings {
  /** The largest entry that Ratis takes; beyond it the leader would step down. */
  static final int ENTRY = 4 << 20;

  private static final int SEGMENT = 8 << 20;
  private static final TimeDuration FIRST_ELECTION = TimeDuration.valueOf(5, TimeUnit.MILLISECONDS);

  /**
   * Nobody else could lead. A pause of the process that is longer makes the leader step down or the
   * member end, which would be worse than the pause.
   */
  private static final TimeDuration NEVER = TimeDuration.valueOf(1, TimeUnit.DAYS);

  private Settings() {}

  static RaftProperties of(Path folder) {
    RaftProperties p = new RaftProperties();
    RaftConfigKeys.Rpc.setType(p, new NoPort());
    RaftServerConfigKeys.setStorageDir(p, List.of(folder.toFile()));
    RaftServerConfigKeys.setStorageFreeSpaceMin(p, SizeInBytes.valueOf("0MB"));
    RaftServerConfigKeys.setCloseThreshold(p, NEVER);
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(p, FIRST_ELECTION);
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(p, FIRST_ELECTION.multiply(2));
    RaftServerConfigKeys.Rpc.setTimeoutMin(p, NEVER);
    RaftServerConfigKeys.Rpc.setTimeoutMax(p, NEVER.multiply(2));
    RaftServerConfigKeys.RetryCache.setExpiryTime(p, TimeDuration.ONE_SECOND);
    // One entry is under way at a time.
    RaftServerConfigKeys.ThreadPool.setClientCached(p, false);
    RaftServerConfigKeys.ThreadPool.setClientSize(p, 1);
    log(p);
    // When to take a snapshot we say ourselves, by bytes.
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(p, false);
    RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(p, false);
    RaftServerConfigKeys.Snapshot.setRetentionFileNum(p, 1);
    return p;
  }

  private static void log(RaftProperties p) {
    SizeInBytes entry = SizeInBytes.valueOf(ENTRY);
    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(p, entry);
    RaftServerConfigKeys.Log.setWriteBufferSize(p, SizeInBytes.valueOf(ENTRY + (1 << 16)));
    RaftServerConfigKeys.Log.setSegmentSizeMax(p, SizeInBytes.valueOf(SEGMENT));
    RaftServerConfigKeys.Log.setPreallocatedSize(p, SizeInBytes.valueOf(1 << 20));
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(p, 2);
    RaftServerConfigKeys.Log.setSegmentCacheSizeMax(p, SizeInBytes.valueOf(SEGMENT));
    // Else each write is followed by one that says that it was committed.
    RaftServerConfigKeys.Log.setLogMetadataEnabled(p, false);
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(p, true);
    RaftServerConfigKeys.Log.setPurgeGap(p, 1);
  }
}
