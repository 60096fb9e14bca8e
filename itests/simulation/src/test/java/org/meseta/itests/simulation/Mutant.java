package org.meseta.itests.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * A bug that is planted to see whether the simulation finds it: what is changed where in the
 * sources of a daemon. See docs/decisions/0007.
 *
 * @param name the bug
 * @param foundBy the name of the invariant that has to find it, alone
 * @param edits in which files
 */
record Mutant(String name, String foundBy, List<Edit> edits) {

  /**
   * A change of one file.
   *
   * @param file below the project's folder
   * @param text what is there, once
   * @param instead what is put in its place
   */
  record Edit(String file, String text, String instead) {}

  private static final String MASTER = "bundles/master/src/main/java/org/meseta/master/";
  private static final String AGENT = "bundles/agent/src/main/java/org/meseta/agent/";
  private static final String ALLOCATOR =
      "plugins-allocator/hierarchical/src/main/java/org/meseta/plugins/allocator/hierarchical/";

  /**
   * All of them. What an allocator gives away though it is not free, the master holds back, and
   * counts it as a failure of the allocator: that is how the bugs in its accounts are found.
   */
  static final List<Mutant> ALL =
      List.of(
          new Mutant(
                  "an end that cannot be told now is dropped as if it were acknowledged",
                  "every scheduler learns every end")
              .in(
                  AGENT + "delivery/Delivery.java",
                  "if (paused || head.isEmpty() || channel.acknowledging != null) {",
                  """
                  if (paused
                      && head.isPresent()
                      && head.get().getState() == org.meseta.protocol.v1.TaskState.TASK_FINISHED
                      && channel.acknowledging == null) {
                    acknowledge(key, head.get().getUuid());
                  }
                  if (paused || head.isEmpty() || channel.acknowledging != null) {
                  """),
          new Mutant("the resources of an offer are returned twice", "nothing fails")
              .in(
                  MASTER + "calls/OfferDesk.java",
                  "    remove(offered);\n",
                  """
                  remove(offered);
                  desk.allocator()
                      .recoverResources(
                          offered.framework(), offered.agent(), offered.resources(), filters);
                  """),
          new Mutant(
                  "a late RUNNING overwrites the state in which a task ended",
                  "ended tasks stay ended")
              .in(
                  MASTER + "tasks/TaskRecords.java",
                  "if (!TaskStates.isTerminal(task.getState())) {\n      updated.setState(latest);",
                  "{ updated.setState(TaskStates.isTerminal(task.getState()) ? status.getState()"
                      + " : latest);"),
          new Mutant("an offer can be used twice", "offers are used once")
              .in(MASTER + "ledger/Ledger.java", "    offers.remove(offer.id());\n", ""),
          new Mutant("a filter never expires", "filters expire")
              .in(
                  ALLOCATOR + "FilterTable.java",
                  "long span = nanos(filters.getRefuseSeconds());",
                  "long span = nanos(MOST_SECONDS);"),
          new Mutant("an update that is sent again has another uuid", "updates keep their uuids")
              .in(
                  AGENT + "delivery/Delivery.java",
                  ".setStatus(head.get());",
                  """
                  .setStatus(
                      channel.stream.nextRetry().toSeconds() <= 10
                          ? head.get()
                          : head.get().toBuilder()
                              .setUuid(ByteString.copyFrom(new byte[16]))
                              .build());
                  """),
          new Mutant(
                  "the tasks of an agent that returns are forgotten",
                  "returning agents keep their tasks")
              .in(
                  MASTER + "calls/AgentReturn.java",
                  "task -> add(id, task, awaited ? Optional.empty() : Optional.of(why))",
                  "task -> {}"),
          new Mutant(
                  "the failover timer is not cancelled", "frameworks have their failover timeout")
              .in(
                  MASTER + "calls/FrameworkDesk.java",
                  "    cancel(failovers.remove(id));\n    desk.peers().connect(id, stream);",
                  "    failovers.remove(id);\n    desk.peers().connect(id, stream);"),
          new Mutant(
                  "a framework that is not connected is offered something",
                  "only who can use offers has them")
              .in(MASTER + "calls/OfferDesk.java", "|| !framework.active() ", "")
              .in(
                  MASTER + "calls/FrameworkDesk.java",
                  "    desk.allocator().deactivateFramework(id);\n    discardOffers(id);\n",
                  "    discardOffers(id);\n"),
          new Mutant("an agent that is gone is let in again", "gone agents stay gone")
              .in(MASTER + "calls/ReadmitAgent.java", "desk.ledger().isGone(info.getId())", "false")
              .in(
                  MASTER + "calls/AgentDeparture.java",
                  "desk.peers().shutDown(link, MarkGone.REASON);",
                  ""),
          new Mutant("constraints are forgotten", "constraints are met")
              .in(
                  MASTER + "calls/OfferDesk.java",
                  " || !framework.offerFilter().allows(role, agent.info())",
                  "")
              .in(
                  ALLOCATOR + "Gate.java",
                  "!client.framework.offerFilter.allows(client.role, agent.info())",
                  "false"),
          new Mutant(
                  "a refined reservation is popped to the wrong level",
                  "reservations are conserved")
              .in(
                  MASTER + "calls/OperationDesk.java",
                  "desk.ledger().convert(agent, conversion.unallocated());",
                  """
                  desk.ledger()
                      .convert(
                          agent,
                          operation.getType() == Offer.Operation.Type.UNRESERVE
                              ? new Conversion(
                                  conversion.before().unallocated(),
                                  org.meseta.resources.Resources.of(
                                      conversion.after().unallocated().toList().stream()
                                          .map(r -> r.toBuilder().clearReservations().build())
                                          .toList()))
                              : conversion.unallocated());
                  """),
          new Mutant("a shared volume is counted twice", "shares are of what roles have")
              .in(
                  ALLOCATOR + "Ledger.java",
                  "tree.allocated(client.member, difference(after, before, role));",
                  "tree.allocated("
                      + "client.member, resources.allocatedOnlyTo(role).scalarQuantities());"),
          new Mutant(
                  "what is reserved is offered to any role", "roles have what was offered to them")
              .in(ALLOCATOR + "Offerable.java", "free.allocatableTo(cut.role)", "free"),
          new Mutant(
                  "nothing is kept for one role that is owed it",
                  "nobody is offered what others are owed")
              .in(
                  ALLOCATOR + "quota/QuotaBook.java",
                  "role.parent == null && i < required.length",
                  "role.parent == null && !role.role.equals(\"ads\") && i < required.length"),
          new Mutant("who is owed something does not come first", "who is owed comes first")
              .in(ALLOCATOR + "Cycle.java", "headroom.isAnythingOwed()", "i < 0"),
          new Mutant(
                  "a limit counts in the first stage only", "nobody is offered more than its limit")
              .in(
                  ALLOCATOR + "quota/Room.java",
                  "Math.min(withinLimits(dimension), book.surplus(dimension))",
                  "book.surplus(dimension)"),
          new Mutant("limits of roles above are forgotten", "nobody is offered more than its limit")
              .in(
                  ALLOCATOR + "quota/Room.java",
                  "room = Math.min(room, each.room(dimension));",
                  "room = Math.min(room, each.room(dimension)); break;"),
          new Mutant(
                  "what is reserved does not count for quotas",
                  "nobody is offered more than its limit")
              .in(
                  ALLOCATOR + "Ledger.java",
                  "        quotas.consume(role, reservedTo(role, reserved));\n",
                  ""),
          new Mutant(
                  "what a volume consumed of a quota is not returned by DESTROY",
                  "offers are all that may be")
              .in(
                  ALLOCATOR + "HierarchicalAllocator.java",
                  "Resources after) {\n    ledger.remove(agent);",
                  """
                  Resources after) {
                    if (before.volumes().isEmpty() || !after.volumes().isEmpty()) {
                      ledger.remove(agent);
                    }
                  """),
          new Mutant(
                  "a new allocator is not told of quotas", "nobody is offered more than its limit")
              .in(
                  MASTER + "allocation/Replay.java",
                  "!cluster.quotas().isEmpty()",
                  "cluster.quotas().size() > 100"),
          new Mutant(
                  "the allocator is not told of a change of weights",
                  "shares are of what roles have")
              .in(
                  MASTER + "calls/RoleSettings.java",
                  "          desk.allocator().updateWeights(changed);\n",
                  ""),
          new Mutant(
                  "the allocator is not told of a change of roles",
                  "offers are for roles of their frameworks")
              .in(
                  MASTER + "calls/FrameworkChange.java",
                  "    desk.allocator()"
                      + ".updateFramework(id, info, new FrameworkOptions(suppressed, offerFilter));\n",
                  ""),
          new Mutant(
                  "after an allocator swap what is on offer is given to another framework",
                  "nothing fails")
              .in(
                  MASTER + "allocation/Replay.java",
                  "cluster.offers().forEach(offer -> add(offered, offer));",
                  ""));

  Mutant(String name, String foundBy) {
    this(name, foundBy, List.of());
  }

  private Mutant in(String file, String text, String instead) {
    List<Edit> more = new ArrayList<>(edits);
    more.add(new Edit(file, text, instead));
    return new Mutant(name, foundBy, more);
  }

  @Override
  public String toString() {
    return name;
  }
}
