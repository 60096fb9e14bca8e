package org.meseta.storage.ratis;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.server.ServerFactory;

/** How a member reaches others when there are none: not at all. Opens no port, has no threads. */
public final class NoPort implements RpcType {

  @Override
  public String name() {
    return NoPort.class.getName();
  }

  @Override
  public RpcFactory newFactory(Parameters parameters) {
    return new Factory();
  }

  private static final class Factory implements ServerFactory {
    @Override
    public RpcType getRpcType() {
      return new NoPort();
    }

    @Override
    public RaftServerRpc newRaftServerRpc(RaftServer server) {
      return new Nobody();
    }
  }

  private static final class Nobody implements RaftServerRpc {
    private static final String NONE = "This member has no other members";

    @Override
    public RpcType getRpcType() {
      return new NoPort();
    }

    @Override
    public void start() {
      // Nobody is listened to.
    }

    @Override
    public java.net.@org.jspecify.annotations.Nullable InetSocketAddress getInetSocketAddress() {
      return null;
    }

    @Override
    public void addRaftPeers(java.util.Collection<RaftPeer> peers) {
      // Only this member itself is ever added.
    }

    @Override
    public void handleException(RaftPeerId peer, Exception failure, boolean reconnect) {
      // Nobody is called.
    }

    @Override
    public RequestVoteReplyProto requestVote(RequestVoteRequestProto request) {
      throw new UnsupportedOperationException(NONE);
    }

    @Override
    public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request) {
      throw new UnsupportedOperationException(NONE);
    }

    @Override
    public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request) {
      throw new UnsupportedOperationException(NONE);
    }

    @Override
    public StartLeaderElectionReplyProto startLeaderElection(
        StartLeaderElectionRequestProto request) {
      throw new UnsupportedOperationException(NONE);
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
