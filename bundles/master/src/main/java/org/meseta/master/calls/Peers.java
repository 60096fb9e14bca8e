package org.meseta.master.calls;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.AgentLink;
import org.meseta.master.api.SchedulerStream;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.ShutdownAgent;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.scheduler.Event;

/** Who is connected, and how to send something to them. */
public final class Peers {
  private final Outbox outbox;
  private final Set<AgentLink> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<AgentID, AgentLink> links = new HashMap<>();
  private final IdentityHashMap<AgentLink, AgentID> agents = new IdentityHashMap<>();
  private final Map<FrameworkID, SchedulerStream> streams = new HashMap<>();
  private final IdentityHashMap<SchedulerStream, FrameworkID> frameworks = new IdentityHashMap<>();

  public Peers(Outbox outbox) {
    this.outbox = outbox;
  }

  // Agents.

  /** A link is open: its agent may be admitted. */
  public void opened(AgentLink link) {
    open.add(link);
  }

  /** A link is gone. */
  public void gone(AgentLink link) {
    open.remove(link);
  }

  boolean isOpen(AgentLink link) {
    return open.contains(link);
  }

  public @Nullable AgentID agentOf(AgentLink link) {
    return agents.get(link);
  }

  public @Nullable AgentLink linkOf(AgentID agent) {
    return links.get(agent);
  }

  /**
   * From now on the agent is at this link.
   *
   * @return the link where it was, if that was another one
   */
  @Nullable AgentLink connect(AgentID agent, AgentLink link) {
    AgentLink old = links.put(agent, link);
    agents.put(link, agent);
    if (old == null || old == link) {
      return null;
    }
    agents.remove(old);
    return old;
  }

  void disconnect(AgentID agent) {
    AgentLink link = links.remove(agent);
    if (link != null) {
      agents.remove(link);
    }
  }

  /** The agent is no more; a link of it that is open hears that it is not registered. */
  void forget(AgentID agent) {
    unregistered(agent);
    disconnect(agent);
  }

  /** The agent hears that it is not registered, and registers again. */
  void unregistered(AgentID agent) {
    AgentLink link = links.get(agent);
    if (link != null) {
      outbox.add(() -> link.registered(false));
    }
  }

  void toAgent(AgentID agent, MasterMessage.Builder message) {
    AgentLink link = links.get(agent);
    if (link != null) {
      toLink(link, message);
    }
  }

  void toLink(AgentLink link, MasterMessage.Builder message) {
    MasterMessage built = message.build();
    outbox.add(() -> link.send(built));
  }

  void toAllAgents(MasterMessage.Builder message) {
    MasterMessage built = message.build();
    links.values().forEach(link -> outbox.add(() -> link.send(built)));
  }

  void registered(AgentLink link) {
    outbox.add(() -> link.registered(true));
  }

  /** Tells an agent to end all that it runs and itself. */
  void shutDown(AgentLink link, String reason) {
    toLink(
        link, MasterMessage.newBuilder().setShutdown(ShutdownAgent.newBuilder().setReason(reason)));
    close(link, reason);
  }

  void close(AgentLink link, String reason) {
    outbox.add(() -> link.close(reason));
  }

  // Frameworks.

  public @Nullable FrameworkID frameworkOf(SchedulerStream stream) {
    return frameworks.get(stream);
  }

  public @Nullable SchedulerStream streamOf(FrameworkID framework) {
    return streams.get(framework);
  }

  void connect(FrameworkID framework, SchedulerStream stream) {
    streams.put(framework, stream);
    frameworks.put(stream, framework);
  }

  /** The framework's stream counts no more, whether it is open or not. */
  @Nullable SchedulerStream disconnect(FrameworkID framework) {
    SchedulerStream stream = streams.remove(framework);
    if (stream != null) {
      frameworks.remove(stream);
    }
    return stream;
  }

  /** Sends an event, if the framework is connected. */
  boolean toFramework(FrameworkID framework, Event event) {
    SchedulerStream stream = streams.get(framework);
    if (stream == null) {
      return false;
    }
    toStream(stream, event);
    return true;
  }

  void toStream(SchedulerStream stream, Event event) {
    outbox.add(() -> stream.send(event));
  }

  void toAllFrameworks(Event event) {
    streams.values().forEach(stream -> toStream(stream, event));
  }

  void close(SchedulerStream stream) {
    outbox.add(stream::close);
  }

  /** Ends all links and streams. */
  public void closeAll(Consumer<AgentLink> goodbye) {
    links.values().forEach(link -> outbox.add(() -> goodbye.accept(link)));
    streams.values().forEach(this::close);
  }
}
