package org.meseta.itests.fuzz;

import com.google.protobuf.ByteString;
import java.util.stream.Stream;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OfferID;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.scheduler.Call;

/**
 * Calls to begin with: one of each kind, in good form. Made of messages alone: records of ours that
 * are loaded before the fuzzer takes hold cannot be instrumented any more (JDK-8315575).
 */
public final class Calls {
  private static final FrameworkID FRAMEWORK = FrameworkID.newBuilder().setValue("f").build();
  private static final AgentID AGENT = AgentID.newBuilder().setValue("a").build();
  private static final TaskID TASK = TaskID.newBuilder().setValue("t").build();

  private Calls() {}

  /** One of each kind. */
  public static Stream<Call> samples() {
    return Stream.of(
            call(Call.Type.SUBSCRIBE).setSubscribe(subscribe()),
            call(Call.Type.TEARDOWN),
            call(Call.Type.ACCEPT).setAccept(accept()),
            call(Call.Type.DECLINE).setDecline(decline()),
            call(Call.Type.REVIVE).setRevive(Call.Revive.newBuilder().addRoles("*")),
            call(Call.Type.SUPPRESS).setSuppress(Call.Suppress.newBuilder().addRoles("*")),
            call(Call.Type.KILL).setKill(Call.Kill.newBuilder().setTaskId(TASK).setAgentId(AGENT)),
            call(Call.Type.ACKNOWLEDGE)
                .setAcknowledge(
                    Call.Acknowledge.newBuilder()
                        .setAgentId(AGENT)
                        .setTaskId(TASK)
                        .setUuid(ByteString.copyFrom(new byte[16]))),
            call(Call.Type.RECONCILE)
                .setReconcile(
                    Call.Reconcile.newBuilder()
                        .addTasks(Call.Reconcile.Task.newBuilder().setTaskId(TASK))),
            call(Call.Type.MESSAGE).setMessage(message()),
            call(Call.Type.REQUEST).setRequest(Call.Request.newBuilder()))
        .map(Call.Builder::build);
  }

  private static Call.Builder call(Call.Type type) {
    Call.Builder call = Call.newBuilder().setType(type);
    return type == Call.Type.SUBSCRIBE ? call : call.setFrameworkId(FRAMEWORK);
  }

  private static Call.Subscribe.Builder subscribe() {
    return Call.Subscribe.newBuilder()
        .setFrameworkInfo(
            FrameworkInfo.newBuilder()
                .setName("fuzz")
                .setUser("nobody")
                .addRoles("*")
                .addCapabilities(
                    FrameworkInfo.Capability.newBuilder()
                        .setType(FrameworkInfo.Capability.Type.MULTI_ROLE)));
  }

  private static Call.Accept.Builder accept() {
    TaskInfo.Builder task = TaskInfo.newBuilder().setName("t").setTaskId(TASK).setAgentId(AGENT);
    task.getCommandBuilder().setValue("true");
    task.addResources(scalar("cpus", 1)).addResources(scalar("mem", 32));
    Call.Accept.Builder accept =
        Call.Accept.newBuilder().addOfferIds(OfferID.newBuilder().setValue("o"));
    accept
        .addOperationsBuilder()
        .setType(Offer.Operation.Type.LAUNCH)
        .getLaunchBuilder()
        .addTaskInfos(task);
    return accept;
  }

  private static Resource scalar(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(value))
        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole("*"))
        .build();
  }

  private static Call.Decline.Builder decline() {
    Call.Decline.Builder decline =
        Call.Decline.newBuilder().addOfferIds(OfferID.newBuilder().setValue("o"));
    decline.getFiltersBuilder().setRefuseSeconds(5);
    return decline;
  }

  private static Call.Message.Builder message() {
    Call.Message.Builder message =
        Call.Message.newBuilder().setAgentId(AGENT).setData(ByteString.copyFromUtf8("data"));
    message.getExecutorIdBuilder().setValue("e");
    return message;
  }
}
