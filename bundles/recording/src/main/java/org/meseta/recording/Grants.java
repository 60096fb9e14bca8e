package org.meseta.recording;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.recording.proto.Grant;
import org.meseta.resources.Resources;

/** What an allocator offers, in an order of its own: whose turn it was does not show in offers. */
final class Grants {
  private final TreeMap<Key, Resources> all = new TreeMap<>();

  /** To whom something is offered, and of what. */
  record Key(String framework, String role, String agent) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::agent).thenComparing(Key::framework).thenComparing(Key::role);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  static Grants of(FrameworkID framework, Map<String, Map<AgentID, Resources>> offers) {
    Grants grants = new Grants();
    grants.add(framework, offers);
    return grants;
  }

  void add(FrameworkID framework, Map<String, Map<AgentID, Resources>> offers) {
    offers.forEach(
        (role, byAgent) ->
            byAgent.forEach(
                (agent, resources) ->
                    all.merge(
                        new Key(framework.getValue(), role, agent.getValue()),
                        resources,
                        Resources::plus)));
  }

  void add(List<Grant> recorded) {
    recorded.forEach(
        grant ->
            all.merge(
                new Key(grant.getFramework(), grant.getRole(), grant.getAgent()),
                Resources.of(grant.getResourcesList()),
                Resources::plus));
  }

  Map<Key, Resources> all() {
    return all;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  void clear() {
    all.clear();
  }

  boolean isSameAs(Grants other) {
    return all.equals(other.all);
  }

  List<Grant> toList() {
    List<Grant> list = new ArrayList<>();
    all.forEach(
        (key, resources) ->
            list.add(
                Grant.newBuilder()
                    .setFramework(key.framework())
                    .setRole(key.role())
                    .setAgent(key.agent())
                    .addAllResources(resources.toList())
                    .build()));
    return list;
  }

  /** Who gets something else here than there; in order. */
  Stream<Key> differencesTo(Grants other) {
    return Stream.concat(all.keySet().stream(), other.all.keySet().stream())
        .distinct()
        .sorted()
        .filter(key -> !get(key).equals(other.get(key)));
  }

  Resources get(Key key) {
    return all.getOrDefault(key, Resources.empty());
  }
}
