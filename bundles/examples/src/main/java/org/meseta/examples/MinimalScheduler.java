package org.meseta.examples;

import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.meseta.http.client.MasterAddress;
import org.meseta.http.client.SchedulerConnection;
import org.meseta.http.client.SchedulerOptions;
import org.meseta.http.client.WebClient;
import org.meseta.http.client.WebException;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Resources;
import org.meseta.runtime.SystemRuntime;

/**
 * The least that a scheduler can be: it runs some commands, one in each offer, and ends.
 *
 * <p>A scheduler subscribes; that opens a stream of events. The master offers it what is free on
 * the agents; it accepts an offer with the tasks that it wants to launch there. What becomes of a
 * task comes back as status updates, and each of them must be acknowledged: until then the agent
 * repeats it and holds back the next.
 *
 * <pre>java -cp ... org.meseta.examples.MinimalScheduler HOST:PORT COMMAND...</pre>
 */
public final class MinimalScheduler implements SchedulerConnection.Listener {
  /** What each task needs. An offer without that much is declined. */
  private static final Resources NEEDED = Resources.parse("cpus:0.1;mem:32", "*");

  private final String[] commands;
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private final SchedulerConnection master;
  private int launched;
  private int ended;

  private MinimalScheduler(URI address, String... commands) {
    this.commands = commands;
    FrameworkInfo.Builder framework =
        FrameworkInfo.newBuilder()
            .setName("minimal")
            .setUser(System.getProperty("user.name"))
            .addRoles("*");
    framework.addCapabilitiesBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE);
    framework
        .addCapabilitiesBuilder()
        .setType(FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT);
    this.master =
        SchedulerConnection.subscribe(
            new WebClient(new SystemRuntime().timers()),
            address,
            Call.Subscribe.newBuilder().setFrameworkInfo(framework).build(),
            SchedulerOptions.DEFAULT,
            this);
  }

  /** Runs the commands on the cluster whose master is the first argument. */
  public static void main(String[] args) {
    if (args.length < 2) {
      System.err.println("Usage: MinimalScheduler HOST:PORT COMMAND...");
      System.exit(2);
    }
    String[] commands = Arrays.copyOfRange(args, 1, args.length);
    System.out.println(run(MasterAddress.parse(args[0]), commands));
    System.exit(0);
  }

  /** Runs the commands and says how it ended. */
  static String run(URI address, String... commands) {
    return new MinimalScheduler(address, commands).end.join();
  }

  /** Events come one at a time and in order. */
  @Override
  public void event(Event event) {
    switch (event.getType()) {
      case OFFERS -> event.getOffers().getOffersList().forEach(this::offered);
      case UPDATE -> updated(event.getUpdate().getStatus());
      case ERROR -> end.complete("The master says: " + event.getError().getMessage());
      default -> {
        // SUBSCRIBED, heartbeats, and offers taken back: nothing to do
      }
    }
  }

  @Override
  public void closed(WebException why) {
    boolean tornDown = ended == commands.length;
    end.complete(tornDown ? "All tasks ended" : "Lost the master: " + why.getMessage());
  }

  private void offered(Offer offer) {
    boolean fits = Resources.of(offer.getResourcesList()).unallocated().contains(NEEDED);
    Call.Accept.Builder accept = Call.Accept.newBuilder().addOfferIds(offer.getId());
    if (fits && launched < commands.length) {
      accept
          .addOperationsBuilder()
          .setType(Offer.Operation.Type.LAUNCH)
          .getLaunchBuilder()
          .addTaskInfos(nextTask(offer));
    }
    // Accepting without operations declines. How long shall what is left not be offered again?
    accept.getFiltersBuilder().setRefuseSeconds(launched < commands.length ? 0 : 3600);
    master.call(Call.newBuilder().setType(Call.Type.ACCEPT).setAccept(accept));
  }

  private TaskInfo.Builder nextTask(Offer offer) {
    TaskInfo.Builder task = TaskInfo.newBuilder().setName("task").setAgentId(offer.getAgentId());
    task.getTaskIdBuilder().setValue("task-" + launched);
    task.getCommandBuilder().setValue(commands[launched]);
    task.addAllResources(NEEDED.allocatedTo("*").toList());
    launched++;
    return task;
  }

  private void updated(TaskStatus status) {
    System.out.println(status.getTaskId().getValue() + " " + status.getState());
    Call.Acknowledge.Builder acknowledge =
        Call.Acknowledge.newBuilder()
            .setAgentId(status.getAgentId())
            .setTaskId(status.getTaskId())
            .setUuid(status.getUuid());
    if (status.hasUuid()) {
      master.call(Call.newBuilder().setType(Call.Type.ACKNOWLEDGE).setAcknowledge(acknowledge));
    }
    if (isTerminal(status.getState()) && ++ended == commands.length) {
      // The end of the framework: the master kills what may be left.
      master
          .call(Call.newBuilder().setType(Call.Type.TEARDOWN))
          .whenComplete((done, failure) -> master.close());
    }
  }

  private static boolean isTerminal(TaskState state) {
    return switch (state) {
      case TASK_STAGING, TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_UNREACHABLE -> false;
      default -> true;
    };
  }
}
