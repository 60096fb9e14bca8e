package org.meseta.master.registry;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.meseta.master.registry.proto.AbsentAgent;
import org.meseta.master.registry.proto.AdmittedAgent;
import org.meseta.master.registry.proto.Change;
import org.meseta.master.registry.proto.Contents;
import org.meseta.master.state.RecoveredAgent;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.WeightInfo;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.storage.LoggedState;

/** All that is written down, as the log keeps it. */
public final class Registered implements LoggedState {
  /** Of what is written; what is newer cannot be read. */
  static final int VERSION = 2;

  private static final long NANOS = 1_000_000_000L;

  private final Shelf master = new Shelf(Contents.MASTER_FIELD_NUMBER);
  private final Shelf agents = new Shelf(Contents.AGENTS_FIELD_NUMBER);
  private final Shelf unreachable = new Shelf(Contents.UNREACHABLE_FIELD_NUMBER);
  private final Shelf gone = new Shelf(Contents.GONE_FIELD_NUMBER);
  private final Shelf weights = new Shelf(Contents.WEIGHTS_FIELD_NUMBER);
  private final Shelf quotas = new Shelf(Contents.QUOTAS_FIELD_NUMBER);
  private final Shelf deactivated = new Shelf(Contents.DEACTIVATED_FIELD_NUMBER);
  private final List<Shelf> all =
      List.of(master, agents, unreachable, gone, weights, quotas, deactivated);

  private volatile long size;

  @Override
  public void restore(byte[] snapshot) {
    Contents contents = parsed(UnsafeByteOperations.unsafeWrap(snapshot), Contents.parser());
    check(contents.getVersion());
    if (contents.hasMaster()) {
      lead(contents.getMaster());
    }
    contents.getAgentsList().forEach(this::admit);
    contents.getUnreachableList().forEach(agent -> leave(agent, unreachable));
    contents.getGoneList().forEach(agent -> leave(agent, gone));
    contents.getWeightsList().forEach(this::weigh);
    contents.getQuotasList().forEach(this::limit);
    contents.getDeactivatedList().forEach(this::deactivate);
    count();
  }

  @Override
  public void apply(byte[] record) {
    Change change = parsed(UnsafeByteOperations.unsafeWrap(record), Change.parser());
    check(change.getVersion());
    switch (change.getChangeCase()) {
      case MASTER -> lead(change.getMaster());
      case ADMIT -> admit(change.getAdmit());
      case UNREACHABLE -> leave(change.getUnreachable(), unreachable);
      case GONE -> leaveForGood(change.getGone());
      case FORGET -> change.getForget().getIdsList().forEach(this::forget);
      case REMOVE -> remove(change.getRemove());
      case WEIGHTS -> change.getWeights().getWeightsList().forEach(this::weigh);
      case QUOTAS -> change.getQuotas().getQuotasList().forEach(this::limit);
      case DEACTIVATE -> deactivate(change.getDeactivate());
      case REACTIVATE -> deactivated.remove(change.getReactivate().getValue());
      case CHANGE_NOT_SET ->
          throw new IllegalArgumentException("The registry has a change of an unknown kind");
    }
    count();
  }

  @Override
  public byte[] snapshot() {
    byte[] bytes = new byte[Math.toIntExact(size + versionSize())];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeUInt32(Contents.VERSION_FIELD_NUMBER, VERSION);
      for (Shelf shelf : all) {
        shelf.write(out);
      }
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  /** How many bytes a snapshot has, without its version. May be asked from any thread. */
  long size() {
    return size;
  }

  /** What a master that begins now has to know. Not while the log is written. */
  Remembered remembered() {
    List<RecoveredAgent> admitted = new ArrayList<>(agents.messages().size());
    for (ByteString bytes : agents.messages()) {
      AdmittedAgent agent = parsed(bytes, AdmittedAgent.parser());
      admitted.add(new RecoveredAgent(agent.getId(), agent.getInfo()));
    }
    Map<String, Double> byRole = new HashMap<>();
    for (ByteString bytes : weights.messages()) {
      WeightInfo weight = parsed(bytes, WeightInfo.parser());
      byRole.put(weight.getRole(), weight.getWeight());
    }
    return new Remembered(
        admitted,
        times(unreachable),
        times(gone),
        byRole,
        quotas.messages().stream().map(bytes -> parsed(bytes, QuotaConfig.parser())).toList(),
        deactivated.messages().stream()
            .map(bytes -> parsed(bytes, AgentID.parser()))
            .collect(Collectors.toSet()));
  }

  static long time(Instant instant) {
    return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
  }

  private static Map<AgentID, Instant> times(Shelf absent) {
    Map<AgentID, Instant> times = new HashMap<>();
    for (ByteString bytes : absent.messages()) {
      AbsentAgent agent = parsed(bytes, AbsentAgent.parser());
      long since = agent.getSince();
      times.put(
          agent.getId(),
          Instant.ofEpochSecond(Math.floorDiv(since, NANOS), Math.floorMod(since, NANOS)));
    }
    return times;
  }

  private void lead(MasterInfo info) {
    master.put("", info);
  }

  private void admit(AdmittedAgent agent) {
    String id = agent.getId().getValue();
    unreachable.remove(id);
    gone.remove(id);
    agents.put(id, agent);
  }

  private void leave(AbsentAgent agent, Shelf absent) {
    String id = agent.getId().getValue();
    agents.remove(id);
    unreachable.remove(id);
    gone.remove(id);
    absent.put(id, agent);
  }

  private void leaveForGood(AbsentAgent agent) {
    leave(agent, gone);
    deactivated.remove(agent.getId().getValue());
  }

  private void remove(AgentID id) {
    agents.remove(id.getValue());
    deactivated.remove(id.getValue());
  }

  private void forget(AgentID id) {
    unreachable.remove(id.getValue());
    gone.remove(id.getValue());
    deactivated.remove(id.getValue());
  }

  private void deactivate(AgentID id) {
    deactivated.put(id.getValue(), id);
  }

  private void weigh(WeightInfo weight) {
    weights.put(weight.getRole(), weight);
  }

  private void limit(QuotaConfig quota) {
    if (quota.getGuaranteesCount() == 0 && quota.getLimitsCount() == 0) {
      quotas.remove(quota.getRole());
    } else {
      quotas.put(quota.getRole(), quota);
    }
  }

  private void count() {
    long sum = 0;
    for (Shelf shelf : all) {
      sum += shelf.size();
    }
    size = sum;
  }

  private static int versionSize() {
    return CodedOutputStream.computeUInt32Size(Contents.VERSION_FIELD_NUMBER, VERSION);
  }

  private static <T> T parsed(ByteString bytes, Parser<T> parser) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("The registry has something that cannot be read", e);
    }
  }

  private static void check(int version) {
    if (version > VERSION) {
      throw new IllegalArgumentException(
          "The registry was written in version "
              + version
              + " by a newer master; this one knows version "
              + VERSION);
    }
  }
}
