package org.meseta.protocol.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.Environment;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Label;
import org.meseta.protocol.v1.Labels;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OfferID;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/** Prints what one message costs: nanoseconds and bytes of garbage. Run it as a program. */
final class JsonSpeed {
  private static final int ROUNDS = 6;
  private static final long ROUND_NANOS = 1_000_000_000L;

  @SuppressWarnings("UnusedVariable") // Keeps the compiler from leaving the work out.
  private static Object sink = "";

  private JsonSpeed() {}

  public static void main(String[] args) throws Exception {
    Event offers = offers();
    Call accept = accept();
    report("OFFERS with 10 offers", offers);
    report("ACCEPT with 10 tasks", accept);
  }

  private static void report(String what, Message message) throws Exception {
    byte[] json = ProtoJson.bytes(message);
    byte[] binary = message.toByteArray();
    System.out.printf(
        Locale.ROOT, "%s: JSON %d bytes, protobuf %d%n", what, json.length, binary.length);
    measure("write JSON", () -> ProtoJson.bytes(message));
    measure("read JSON", () -> ProtoJson.read(json, message));
    measure("write protobuf", message::toByteArray);
    measure("read protobuf", () -> message.getParserForType().parseFrom(binary));
  }

  private static void measure(String what, Callable<?> work) throws Exception {
    double best = Double.MAX_VALUE;
    double garbage = 0;
    for (int i = 0; i < ROUNDS; i++) {
      long count = 0;
      long start = System.nanoTime();
      long allocated = allocated();
      while (System.nanoTime() - start < ROUND_NANOS) {
        sink = work.call();
        count++;
      }
      garbage = (double) (allocated() - allocated) / count;
      best = Math.min(best, (double) (System.nanoTime() - start) / count);
    }
    System.out.printf(Locale.ROOT, "  %-15s %8.0f ns %8.0f bytes%n", what, best, garbage);
  }

  private static long allocated() {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  @SuppressWarnings("deprecation") // Real offers still carry the role.
  private static Event offers() {
    Event.Offers.Builder offers = Event.Offers.newBuilder();
    for (int i = 0; i < 10; i++) {
      offers.addOffers(
          Offer.newBuilder()
              .setId(OfferID.newBuilder().setValue("54aed328-acad-49ad-a958-e804504ce5fd-O" + i))
              .setFrameworkId(framework())
              .setAgentId(agent(i))
              .setHostname("agent-" + i + ".example.org")
              .addResources(scalar("cpus", 15.5).setRole("*"))
              .addResources(scalar("mem", 23081).setRole("*"))
              .addResources(scalar("disk", 252899).setRole("*"))
              .addResources(ports().setRole("*"))
              .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole("web")));
    }
    return Event.newBuilder().setType(Event.Type.OFFERS).setOffers(offers).build();
  }

  private static Call accept() {
    Offer.Operation.Launch.Builder launch = Offer.Operation.Launch.newBuilder();
    for (int i = 0; i < 10; i++) {
      launch.addTaskInfos(task(i));
    }
    return Call.newBuilder()
        .setFrameworkId(framework())
        .setType(Call.Type.ACCEPT)
        .setAccept(
            Call.Accept.newBuilder()
                .addOfferIds(OfferID.newBuilder().setValue("54aed328-acad-49ad-a958-O1"))
                .addOperations(
                    Offer.Operation.newBuilder()
                        .setType(Offer.Operation.Type.LAUNCH)
                        .setLaunch(launch))
                .setFilters(Filters.newBuilder().setRefuseSeconds(5)))
        .build();
  }

  private static TaskInfo task(int number) {
    Environment.Builder environment = Environment.newBuilder();
    for (String name : List.of("HOME", "LANG", "SERVICE_PORT")) {
      environment.addVariables(
          Environment.Variable.newBuilder().setName(name).setValue("value of " + name));
    }
    return TaskInfo.newBuilder()
        .setName("task " + number)
        .setTaskId(TaskID.newBuilder().setValue("web.5fd1c7f2-0d63-4a4c." + number))
        .setAgentId(agent(number))
        .addResources(scalar("cpus", 0.5))
        .addResources(scalar("mem", 128))
        .setCommand(
            CommandInfo.newBuilder()
                .setValue("exec ./server --port=$PORT0 --threads=4 2>&1")
                .setEnvironment(environment))
        .setLabels(
            Labels.newBuilder().addLabels(Label.newBuilder().setKey("owner").setValue("team-a")))
        .setData(ByteString.copyFromUtf8("some opaque bytes"))
        .build();
  }

  private static Resource.Builder scalar(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(value))
        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole("web"));
  }

  private static Resource.Builder ports() {
    Value.Range range = Value.Range.newBuilder().setBegin(31000).setEnd(32000).build();
    return Resource.newBuilder()
        .setName("ports")
        .setType(Value.Type.RANGES)
        .setRanges(Value.Ranges.newBuilder().addRange(range))
        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole("web"));
  }

  private static FrameworkID framework() {
    return FrameworkID.newBuilder().setValue("54aed328-acad-49ad-a958-e804504ce5fd-0000").build();
  }

  private static AgentID agent(int number) {
    return AgentID.newBuilder().setValue("54aed328-acad-49ad-a958-e804504ce5fd-S" + number).build();
  }
}
