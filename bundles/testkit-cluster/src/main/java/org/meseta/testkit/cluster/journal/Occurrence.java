package org.meseta.testkit.cluster.journal;

import com.google.protobuf.Message;
import java.util.Optional;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/** Something that happened in a cluster, as somebody who stands beside it sees it. */
public sealed interface Occurrence {

  /** The number of a link, divided by this, is the number of the agent's life that dialled it. */
  int LINKS_OF_A_LIFE = 10_000;

  /** Whom it is about. */
  String who();

  /** What it is, in a few words. */
  String what();

  /** What was said, if something was. */
  default Optional<Message> message() {
    return Optional.empty();
  }

  /** A message of an agent has reached the master. */
  record AgentSaid(String agent, int link, AgentMessage said) implements Occurrence {
    @Override
    public String who() {
      return agent + " > master";
    }

    @Override
    public String what() {
      return "link " + link;
    }

    @Override
    public Optional<Message> message() {
      return Optional.of(said);
    }
  }

  /** A message of the master has reached an agent. */
  record MasterSaid(String agent, int link, MasterMessage said) implements Occurrence {
    @Override
    public String who() {
      return "master > " + agent;
    }

    @Override
    public String what() {
      return "link " + link;
    }

    @Override
    public Optional<Message> message() {
      return Optional.of(said);
    }
  }

  /** A call of a scheduler has reached the master. */
  record Called(String scheduler, String stream, Call call) implements Occurrence {
    @Override
    public String who() {
      return scheduler + " > master";
    }

    @Override
    public String what() {
      return stream;
    }

    @Override
    public Optional<Message> message() {
      return Optional.of(call);
    }
  }

  /** An event has reached a scheduler. */
  record Told(String scheduler, String stream, Event event) implements Occurrence {
    @Override
    public String who() {
      return "master > " + scheduler;
    }

    @Override
    public String what() {
      return stream;
    }

    @Override
    public Optional<Message> message() {
      return Optional.of(event);
    }
  }

  /** The master has learned that an agent's link is open, or that it is gone. */
  record Linked(String agent, int link, boolean open) implements Occurrence {
    @Override
    public String who() {
      return agent;
    }

    @Override
    public String what() {
      return "link " + link + (open ? " is open" : " is gone");
    }
  }

  /** The master has learned that a scheduler's stream is gone. */
  record Unsubscribed(String scheduler, String stream) implements Occurrence {
    @Override
    public String who() {
      return scheduler;
    }

    @Override
    public String what() {
      return stream + " is gone";
    }
  }

  /** A task's command begins to run, or has ended. */
  record Ran(String host, FrameworkID framework, TaskID task, boolean begun, String how)
      implements Occurrence {
    @Override
    public String who() {
      return host;
    }

    @Override
    public String what() {
      String verb = begun ? " begins" : " ends";
      return "task " + task.getValue() + " of " + framework.getValue() + verb + how;
    }
  }

  /** Something was done to the cluster that may happen to any. */
  record Fault(String name, String who) implements Occurrence {
    @Override
    public String what() {
      return "FAULT " + name;
    }
  }

  /** An agent's process begins. */
  record Started(String agent) implements Occurrence {
    @Override
    public String who() {
      return agent;
    }

    @Override
    public String what() {
      return "starts";
    }
  }

  /** An operator was told that an agent is gone for good. */
  record Gone(AgentID agent) implements Occurrence {
    @Override
    public String who() {
      return "master";
    }

    @Override
    public String what() {
      return "agent " + agent.getValue() + " is gone for good";
    }
  }

  /** Anything else worth a line. */
  record Note(String who, String what) implements Occurrence {}
}
