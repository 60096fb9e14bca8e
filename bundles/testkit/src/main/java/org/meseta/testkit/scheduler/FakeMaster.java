package org.meseta.testkit.scheduler;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.json.JsonException;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.protocol.recordio.RecordEncoder;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Resources;

/**
 * A master with one agent that speaks the v1 scheduler API over HTTP and fakes its tasks: a test
 * says what becomes of each, and what its files hold. It offers the same resources again and again,
 * for it counts nothing. Usable from any thread.
 */
public final class FakeMaster implements AutoCloseable {
  static {
    // Else each event waits 40 ms for the client's acknowledgement of the one before.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final Resources resources;
  private final Function<TaskInfo, List<TaskStatus>> tasks;
  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final Map<String, String> files = new ConcurrentHashMap<>();
  private final Map<String, Queue<TaskStatus>> updates = new HashMap<>();
  private volatile UnaryOperator<String> killMessage = id -> "killed";
  private @Nullable HttpExchange stream;
  private boolean json;
  private String role = "*";
  private int offers;

  /**
   * Starts at a free port of loopback.
   *
   * @param resources what each offer holds, for example {@code cpus:1;mem:100}
   * @param tasks what becomes of a task: states, messages, reasons; each next one comes when the
   *     one before has been acknowledged
   */
  public FakeMaster(String resources, Function<TaskInfo, List<TaskStatus>> tasks)
      throws IOException {
    this.resources = Resources.parse(resources, "*");
    this.tasks = tasks;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/scheduler", this::scheduler);
    server.createContext("/files/read", this::read);
    server.start();
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** What was called so far and not yet taken, in order. */
  public BlockingQueue<Call> calls() {
    return calls;
  }

  /** Sets the message with which a task ends that is killed, by its id. */
  public void onKill(UnaryOperator<String> message) {
    killMessage = message;
  }

  /** Makes a file of the agent. The path may be but the end of the one that is asked for. */
  public void file(String path, String content) {
    files.put(path, content);
  }

  /** A status with nothing but its state and, unless empty, a message. */
  public static TaskStatus status(TaskState state, String message) {
    TaskStatus.Builder status = TaskStatus.newBuilder().setState(state);
    status.getTaskIdBuilder().setValue("");
    return message.isEmpty() ? status.build() : status.setMessage(message).build();
  }

  /** Sends an event to the scheduler. */
  public synchronized void send(Event event) {
    if (stream == null) {
      return;
    }
    byte[] bytes = json ? ProtoJson.bytes(event) : event.toByteArray();
    try {
      stream.getResponseBody().write(RecordEncoder.encode(bytes).array());
      stream.getResponseBody().flush();
    } catch (IOException e) {
      stream = null; // the scheduler is gone
    }
  }

  /** Ends the stream, as a master does that dies. */
  public synchronized void breakOff() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void scheduler(HttpExchange exchange) throws IOException {
    Call call = parse(exchange);
    calls.add(call);
    if (call.getType() == Call.Type.SUBSCRIBE) {
      subscribe(exchange, call.getSubscribe());
      return;
    }
    if (call.getType() == Call.Type.TEARDOWN) {
      breakOff(); // as a master does: the stream may end before the call is answered
    }
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
    answer(call);
  }

  private static Call parse(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      return isJson(exchange)
          ? ProtoJson.read(body, Call.getDefaultInstance())
          : Call.parseFrom(body);
    } catch (JsonException e) {
      throw new IOException(e);
    }
  }

  private static boolean isJson(HttpExchange exchange) {
    return "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
  }

  private synchronized void subscribe(HttpExchange exchange, Call.Subscribe subscribe)
      throws IOException {
    json = isJson(exchange);
    role =
        subscribe.getFrameworkInfo().getRolesCount() > 0
            ? subscribe.getFrameworkInfo().getRoles(0)
            : "*";
    exchange.getResponseHeaders().set("Mesos-Stream-Id", "stream");
    exchange.sendResponseHeaders(200, 0);
    stream = exchange;
    send(
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setFrameworkId(FrameworkID.newBuilder().setValue("fake-0000"))
                    .setHeartbeatIntervalSeconds(15))
            .build());
    offer();
  }

  /** Offers all there is once more. */
  public synchronized void offer() {
    Offer.Builder offer = Offer.newBuilder().setHostname("localhost");
    offer.getIdBuilder().setValue("fake-O" + offers++);
    offer.getFrameworkIdBuilder().setValue("fake-0000");
    offer.getAgentIdBuilder().setValue("fake-S0");
    offer.getUrlBuilder().setScheme("http").setPath("/slave(1)");
    offer
        .getUrlBuilder()
        .getAddressBuilder()
        .setIp("127.0.0.1")
        .setPort(server.getAddress().getPort());
    offer.getAllocationInfoBuilder().setRole(role);
    offer.addAllResources(resources.allocatedTo(role).toList());
    send(
        Event.newBuilder()
            .setType(Event.Type.OFFERS)
            .setOffers(Event.Offers.newBuilder().addOffers(offer))
            .build());
  }

  private void answer(Call call) {
    switch (call.getType()) {
      case ACCEPT -> call.getAccept().getOperationsList().forEach(this::launch);
      case ACKNOWLEDGE -> acknowledged(call.getAcknowledge().getTaskId().getValue());
      case KILL -> killed(call.getKill().getTaskId().getValue());
      case REVIVE -> offer();
      default -> {
        // noted down, no more
      }
    }
  }

  private void launch(Offer.Operation operation) {
    operation.getLaunch().getTaskInfosList().forEach(this::start);
    offer();
  }

  private synchronized void start(TaskInfo task) {
    String id = task.getTaskId().getValue();
    List<TaskStatus> statuses = new ArrayList<>();
    for (TaskStatus status : tasks.apply(task)) {
      TaskStatus.Builder complete = status.toBuilder().setTaskId(task.getTaskId());
      complete.setAgentId(task.getAgentId()).setSource(TaskStatus.Source.SOURCE_EXECUTOR);
      complete.setUuid(
          ByteString.copyFrom((id + statuses.size()).getBytes(StandardCharsets.UTF_8)));
      statuses.add(complete.build());
    }
    updates.put(id, new ArrayDeque<>(statuses));
    update(id);
  }

  private synchronized void acknowledged(String task) {
    Queue<TaskStatus> waiting = updates.get(task);
    if (waiting != null) {
      waiting.poll();
      update(task);
    }
  }

  private synchronized void killed(String task) {
    Queue<TaskStatus> waiting = updates.computeIfAbsent(task, id -> new ArrayDeque<>());
    boolean idle = waiting.isEmpty();
    TaskStatus.Builder killed = status(TaskState.TASK_KILLED, killMessage.apply(task)).toBuilder();
    killed.getTaskIdBuilder().setValue(task);
    killed.getAgentIdBuilder().setValue("fake-S0");
    killed.setUuid(ByteString.copyFromUtf8(task + "killed"));
    waiting.add(killed.build());
    if (idle) {
      update(task);
    }
  }

  private void update(String task) {
    Queue<TaskStatus> waiting = updates.getOrDefault(task, new ArrayDeque<>());
    TaskStatus head = waiting.peek();
    if (head != null) {
      send(
          Event.newBuilder()
              .setType(Event.Type.UPDATE)
              .setUpdate(Event.Update.newBuilder().setStatus(head))
              .build());
    }
  }

  private void read(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    String path =
        URLDecoder.decode(query.replaceAll(".*path=([^&]*).*", "$1"), StandardCharsets.UTF_8);
    String content =
        files.entrySet().stream()
            .filter(file -> path.endsWith(file.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("");
    String escaped = content.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    byte[] body = ("{\"data\":\"" + escaped + "\",\"offset\":0}").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
