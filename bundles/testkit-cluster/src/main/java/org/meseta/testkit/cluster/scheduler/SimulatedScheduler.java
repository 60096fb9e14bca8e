package org.meseta.testkit.cluster.scheduler;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Master;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OfferID;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.AttributeConstraint;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.protocol.v1.scheduler.OfferConstraints;
import org.meseta.protocol.v1.scheduler.OfferConstraints.RoleConstraints;
import org.meseta.runtime.ManualTime;
import org.meseta.testkit.cluster.journal.Journal;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.net.Lines;
import org.meseta.testkit.cluster.process.Disk;
import org.meseta.testkit.cluster.process.MortalRuntime;

/**
 * A scheduler that lives many lives and remembers on disk what it has launched. When its framework
 * is removed it begins again with a new one.
 */
public final class SimulatedScheduler {
  private static final Duration LOOK_AROUND = Duration.ofSeconds(25);
  private static final Duration RESUBSCRIBE = Duration.ofSeconds(2);
  private static final int UUID_BYTES = 16;

  private final Setting setting;
  private final String name;
  private final Temper temper;
  private final RandomGenerator random;
  private final Tasks tasks;
  private final Keeping keeping;
  private final List<Memory> memories = new ArrayList<>();
  private Memory memory = new Memory();
  private @Nullable Life life;
  private List<String> roles;
  private boolean settling;
  private boolean quiet;
  private int streams;

  /** What all schedulers of a cluster share. */
  public record Setting(ManualTime time, Master master, Lines lines, Journal journal) {}

  /** One life of the scheduler. */
  private static final class Life {
    final MortalRuntime process;
    final Map<OfferID, Offer> offers = new LinkedHashMap<>();
    @Nullable Subscription stream;

    Life(MortalRuntime process) {
      this.process = process;
    }
  }

  /** A scheduler that does not run yet. */
  public SimulatedScheduler(Setting setting, String name, Temper temper) {
    this.setting = setting;
    this.name = name;
    this.temper = temper;
    this.random = setting.time().random();
    this.tasks = new Tasks(name, temper, random, setting.time());
    this.keeping = new Keeping(name, random);
    this.roles = someRoles();
    memories.add(memory);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** How it behaves. */
  public Temper temper() {
    return temper;
  }

  /** What it remembers of all its frameworks, the present one last. */
  public List<Memory> memories() {
    return memories;
  }

  /** What it remembers of its present framework. */
  public Memory memory() {
    return memory;
  }

  /** Its stream, if it has one. */
  public Optional<Subscription> stream() {
    return Optional.ofNullable(life).map(l -> l.stream);
  }

  /** Whether its process runs. */
  public boolean isUp() {
    return life != null;
  }

  /** Whether it has launched all it ever wants to. */
  public boolean isDone() {
    return tasks.done();
  }

  /** Starts it, unless it runs. */
  public void start() {
    if (life == null) {
      note("starts");
      Disk disk = new Disk(setting.time(), random);
      life = new Life(new MortalRuntime(setting.time(), name, disk));
      subscribe(life);
    }
  }

  /** Kills it. */
  public void crash() {
    Life ended = life;
    if (ended != null) {
      note("is killed");
      life = null;
      ended.process.kill();
      if (ended.stream != null) {
        ended.stream.schedulerDied();
      }
    }
  }

  /** Starts it after a while, unless it runs by then. */
  public void restart(Duration after) {
    setting.lines().after(after, this::start);
  }

  /** Another one takes over while this one is still connected. */
  public void failOver() {
    Life old = life;
    life = null;
    note("is replaced");
    start();
    if (old != null) {
      old.process.kill();
      setting.lines().after(Duration.ofSeconds(5), () -> leave(old));
    }
  }

  private static void leave(Life old) {
    if (old.stream != null) {
      old.stream.schedulerDied();
    }
  }

  /** From now on it launches but a few tasks that run on, and acknowledges everything. */
  public void settle() {
    settling = true;
    start();
    Life now = Objects.requireNonNull(life);
    List.copyOf(now.offers.values()).forEach(offer -> answer(now, offer));
    quiet(false);
  }

  /**
   * Whether it is subscribed and waits for nothing more.
   *
   * @param agents who are there
   */
  public boolean isAtRest(Set<AgentID> agents) {
    return stream().filter(Subscription::isSubscribed).isPresent() && memory.isAtRest(agents);
  }

  /** Whether it wants offers; it says so at once. */
  public void quiet(boolean now) {
    quiet = now;
    say(now ? Call.Type.SUPPRESS : Call.Type.REVIVE);
  }

  private void say(Call.Type type) {
    Life now = life;
    if (now != null) {
      call(now, Call.newBuilder().setType(type));
    }
  }

  private void subscribe(Life caller) {
    if (caller.process.isDead()) {
      return;
    }
    Subscription stream = new Subscription(setting, this, name + "-stream-" + streams++);
    caller.stream = stream;
    caller.offers.clear();
    Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE);
    call.getSubscribeBuilder().setFrameworkInfo(info());
    memory.id().ifPresent(id -> call.setFrameworkId(id));
    if (quiet) {
      call.getSubscribeBuilder().addAllSuppressedRoles(roles);
    }
    temper
        .avoids()
        .ifPresent(host -> call.getSubscribeBuilder().setOfferConstraints(otherThan(host)));
    stream.call(call.build());
    // Nobody answers a call that was lost.
    in(caller, Duration.ofSeconds(10), () -> subscribeAgainUnlessSubscribed(caller, stream));
  }

  @SuppressWarnings("deprecation") // frameworks of the old kind have one role
  private FrameworkInfo info() {
    FrameworkInfo.Builder info = FrameworkInfo.newBuilder();
    info.setUser("nobody").setName(name).setCheckpoint(temper.checkpoint());
    info.setFailoverTimeout(temper.failoverTimeout().toNanos() / 1e9);
    if (temper.partitionAware()) {
      info.addCapabilitiesBuilder().setType(FrameworkInfo.Capability.Type.PARTITION_AWARE);
    }
    if (temper.keeps()) {
      Keeping.introduce(info.addAllRoles(roles));
    } else {
      info.setRole(roles.get(0));
    }
    memory.id().ifPresent(info::setId);
    return info.build();
  }

  /** At least one of those that it may have. */
  private List<String> someRoles() {
    List<String> all = temper.roles();
    String one = all.get(random.nextInt(all.size()));
    return all.stream().filter(role -> role.equals(one) || random.nextBoolean()).toList();
  }

  /**
   * From now on it has other roles, perhaps; it says so, or its successor does.
   *
   * @return those it has now
   */
  public List<String> changeRoles() {
    roles = someRoles();
    Life now = life;
    if (random.nextInt(3) == 0) {
      failOver();
    } else if (now != null) {
      Call.Builder call = Call.newBuilder().setType(Call.Type.UPDATE_FRAMEWORK);
      call.getUpdateFrameworkBuilder().setFrameworkInfo(info());
      if (quiet) {
        call.getUpdateFrameworkBuilder().addAllSuppressedRoles(roles);
      }
      call(now, call);
    }
    return roles;
  }

  private static OfferConstraints otherThan(String host) {
    AttributeConstraint.Builder other = AttributeConstraint.newBuilder();
    other
        .getSelectorBuilder()
        .setPseudoattributeType(AttributeConstraint.Selector.PseudoattributeType.HOSTNAME);
    other.getPredicateBuilder().getTextNotEqualsBuilder().setValue(host);
    RoleConstraints.Builder role = RoleConstraints.newBuilder();
    role.addGroupsBuilder().addAttributeConstraints(other);
    return OfferConstraints.newBuilder().putRoleConstraints("*", role.build()).build();
  }

  private void subscribeAgainUnlessSubscribed(Life caller, Subscription stream) {
    if (caller.stream == stream && !stream.isSubscribed()) {
      stream.schedulerDied();
      subscribe(caller);
    }
  }

  /** The stream has ended. */
  void lost(Subscription stream) {
    Life now = life;
    if (now != null && now.stream == stream) {
      in(now, within(RESUBSCRIBE), () -> subscribeAgain(now, stream));
    }
  }

  private void subscribeAgain(Life caller, Subscription ended) {
    if (caller.stream == ended) {
      subscribe(caller);
    }
  }

  void received(Subscription stream, Event event) {
    Life now = life;
    if (now == null || now.stream != stream) {
      return;
    }
    switch (event.getType()) {
      case SUBSCRIBED -> {
        memory.subscribed(event.getSubscribed().getFrameworkId());
        reconcile(now, Duration.ZERO);
        in(now, within(LOOK_AROUND), () -> lookAround(now, stream));
      }
      case OFFERS -> event.getOffers().getOffersList().forEach(offer -> offered(now, offer));
      case RESCIND -> {
        if (!careless()) {
          now.offers.remove(event.getRescind().getOfferId());
        }
      }
      case UPDATE_OPERATION_STATUS -> updated(now, event.getUpdateOperationStatus().getStatus());
      case UPDATE -> updated(now, event.getUpdate().getStatus());
      case ERROR -> failed(event.getError().getMessage());
      default -> {
        // nothing to be done about it
      }
    }
  }

  private void failed(String message) {
    note("is told: " + message);
    if (message.equals("Framework has been removed")) {
      memory.remove();
      memory = new Memory();
      memories.add(memory);
    }
  }

  private void offered(Life now, Offer offer) {
    now.offers.put(offer.getId(), offer);
    if (settling || random.nextDouble() >= temper.ignore()) {
      in(now, within(temper.think()), () -> answer(now, offer));
    }
  }

  private void answer(Life now, Offer offer) {
    if (!now.offers.containsKey(offer.getId())) {
      return;
    }
    List<TaskInfo> launched = toLaunch(offer);
    Call.Builder call = launched.isEmpty() ? decline(offer) : accept(offer, launched);
    call(now, call);
    if (!careless()) {
      now.offers.remove(offer.getId());
    } else {
      in(now, within(temper.think()), () -> answer(now, offer));
    }
  }

  private List<TaskInfo> toLaunch(Offer offer) {
    if (settling) {
      return memory.lasting() < Tasks.MOST_LASTING ? tasks.launchLasting(offer) : List.of();
    }
    return random.nextInt(8) == 0 ? List.of() : tasks.launch(offer);
  }

  private Call.Builder decline(Offer offer) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.DECLINE);
    call.getDeclineBuilder().addOfferIds(offer.getId());
    refuse().ifPresent(s -> call.getDeclineBuilder().getFiltersBuilder().setRefuseSeconds(s));
    return call;
  }

  private Call.Builder accept(Offer offer, List<TaskInfo> launched) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.ACCEPT);
    call.getAcceptBuilder().addOfferIds(offer.getId());
    refuse().ifPresent(s -> call.getAcceptBuilder().getFiltersBuilder().setRefuseSeconds(s));
    List<TaskInfo> tasks = launched;
    if (temper.keeps() && !settling) {
      Keeping.Plan plan = keeping.plan(offer, launched);
      call.getAcceptBuilder().addAllOperations(plan.operations());
      tasks = plan.tasks();
    }
    Offer.Operation.Builder operation = call.getAcceptBuilder().addOperationsBuilder();
    operation.setType(Offer.Operation.Type.LAUNCH);
    operation.getLaunchBuilder().addAllTaskInfos(tasks);
    for (TaskInfo task : launched) {
      memory.launched(task.getTaskId(), offer.getAgentId(), setting.time().nanoTime());
    }
    return call;
  }

  /** For how long what is declined is not wanted; empty: as long as is usual. */
  private Optional<Double> refuse() {
    if (settling) {
      return Optional.of(20.0);
    }
    if (!tasks.wanted() && random.nextBoolean()) {
      return Optional.of(10 * random.nextDouble());
    }
    return switch (random.nextInt(6)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(0.0);
      case 2 -> Optional.of(-1.0);
      case 3 -> Optional.of(30 * random.nextDouble());
      default -> Optional.of(2 * random.nextDouble());
    };
  }

  private void updated(Life now, TaskStatus status) {
    memory.heard(status, setting.time().nanoTime());
    if (!status.getUuid().isEmpty() && (settling || temper.acknowledges())) {
      in(
          now,
          within(settling ? Duration.ofMillis(10) : temper.ackDelay()),
          () -> acknowledge(now, status));
      if (careless()) {
        in(now, within(temper.ackDelay()), () -> acknowledge(now, status));
      }
    }
    if (!settling && status.getState() == TaskState.TASK_RUNNING && random.nextInt(10) == 0) {
      in(now, within(temper.longest().dividedBy(2)), () -> kill(now, status));
    }
  }

  private void updated(Life now, OperationStatus status) {
    if (status.hasUuid() && (settling || temper.acknowledges())) {
      Duration delay = settling ? Duration.ofMillis(10) : temper.ackDelay();
      in(now, within(delay), () -> acknowledge(now, status));
    }
  }

  private void acknowledge(Life now, OperationStatus status) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.ACKNOWLEDGE_OPERATION_STATUS);
    call.getAcknowledgeOperationStatusBuilder()
        .setAgentId(status.getAgentId())
        .setOperationId(status.getOperationId())
        .setUuid(status.getUuid().getValue());
    call(now, call);
  }

  private void acknowledge(Life now, TaskStatus status) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.ACKNOWLEDGE);
    call.getAcknowledgeBuilder()
        .setAgentId(status.getAgentId())
        .setTaskId(status.getTaskId())
        .setUuid(status.getUuid());
    call(now, call);
  }

  private void kill(Life now, TaskStatus status) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.KILL);
    call.getKillBuilder().setTaskId(status.getTaskId());
    if (random.nextBoolean()) {
      call.getKillBuilder().setAgentId(status.getAgentId());
    }
    call(now, call);
  }

  /** What schedulers do from time to time. */
  private void lookAround(Life now, Subscription stream) {
    if (now.stream != stream) {
      return;
    }
    reconcile(now, LOOK_AROUND);
    if (careless()) {
      call(now, nonsense());
    }
    if (!settling && random.nextInt(6) == 0) {
      quiet(!quiet);
    }
    if (quiet && !settling && tasks.wanted()) {
      in(now, within(LOOK_AROUND), () -> quiet(false));
    }
    in(now, LOOK_AROUND, () -> lookAround(now, stream));
  }

  /** Asks for what it has heard nothing of for a while. */
  private void reconcile(Life now, Duration silence) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.RECONCILE);
    call.getReconcileBuilder();
    long before = setting.time().nanoTime() - silence.toNanos();
    for (Memory.Known task : memory.tasks().values()) {
      if (!task.isOver() && task.lastNanos() - before <= 0) {
        call.getReconcileBuilder().addTasksBuilder().setTaskId(task.id()).setAgentId(task.agent());
      }
    }
    if (call.getReconcile().getTasksCount() > 0 || random.nextInt(4) == 0) {
      call(now, call);
    }
  }

  private Call.Builder nonsense() {
    Call.Builder call = Call.newBuilder();
    switch (random.nextInt(4)) {
      case 0 -> call.setType(Call.Type.KILL).getKillBuilder().getTaskIdBuilder().setValue("none");
      case 1 ->
          call.setType(Call.Type.DECLINE).getDeclineBuilder().addOfferIdsBuilder().setValue("none");
      case 2 -> {
        call.setType(Call.Type.ACKNOWLEDGE);
        call.getAcknowledgeBuilder().setUuid(ByteString.copyFrom(new byte[UUID_BYTES]));
        call.getAcknowledgeBuilder().getTaskIdBuilder().setValue("none");
        call.getAcknowledgeBuilder().getAgentIdBuilder().setValue("none");
      }
      default ->
          call.setType(Call.Type.RECONCILE)
              .getReconcileBuilder()
              .addTasksBuilder()
              .getTaskIdBuilder()
              .setValue("none");
    }
    return call;
  }

  private void call(Life now, Call.Builder call) {
    Subscription stream = now.stream;
    if (stream != null && memory.id().isPresent()) {
      stream.call(call.setFrameworkId(memory.id().get()).build());
    }
  }

  private boolean careless() {
    return !settling && random.nextDouble() < temper.careless();
  }

  private Duration within(Duration most) {
    return Duration.ofNanos(1 + random.nextLong(Math.max(1, most.toNanos())));
  }

  private static void in(Life now, Duration delay, Runnable action) {
    now.process.timers().schedule(delay, action);
  }

  private void note(String what) {
    setting.journal().add(new Occurrence.Note(name, what));
  }

  @Override
  public String toString() {
    return name;
  }
}
