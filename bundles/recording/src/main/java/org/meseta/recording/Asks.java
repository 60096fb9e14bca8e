package org.meseta.recording;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.meseta.plugin.allocator.UnavailableResources;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.recording.proto.Ask;

/** What an allocator asks frameworks to do without. */
final class Asks {
  static final Comparator<Ask> ORDER =
      Comparator.comparing(Ask::getAgent).thenComparing(Ask::getFramework);

  private Asks() {}

  static List<Ask> of(FrameworkID framework, Map<AgentID, UnavailableResources> agents) {
    return agents.entrySet().stream()
        .map(
            ask ->
                Ask.newBuilder()
                    .setFramework(framework.getValue())
                    .setAgent(ask.getKey().getValue())
                    .addAllResources(ask.getValue().resources().toList())
                    .setUnavailability(ask.getValue().unavailability())
                    .build())
        .sorted(ORDER)
        .toList();
  }
}
