package org.meseta.plugins.allocator.hierarchical;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.resources.Resources;

/** The frameworks that the master told of, their roles, and whether they want offers. */
final class Frameworks {

  private final Map<FrameworkID, FrameworkState> known;
  private final Clients clients;
  private final Ledger ledger;
  private final FilterTable filters;
  private final Collection<AgentState> agents;
  private long generation;

  /**
   * @param known empty; filled here
   * @param agents all there are at any time
   */
  Frameworks(
      Map<FrameworkID, FrameworkState> known,
      Clients clients,
      Ledger ledger,
      FilterTable filters,
      Collection<AgentState> agents) {
    this.known = known;
    this.clients = clients;
    this.ledger = ledger;
    this.filters = filters;
    this.agents = agents;
  }

  /** Grows whenever some framework may be offered what nobody could be offered before. */
  long generation() {
    return generation;
  }

  private void nextGeneration() {
    generation++;
  }

  FrameworkState get(FrameworkID id) {
    FrameworkState framework = known.get(id);
    if (framework == null) {
      throw new IllegalArgumentException("framework " + id.getValue() + " is not known");
    }
    return framework;
  }

  void add(FrameworkID id, FrameworkInfo info, boolean active, FrameworkOptions options) {
    if (known.containsKey(id)) {
      throw new IllegalArgumentException("framework " + id.getValue() + " is known already");
    }
    FrameworkState framework = new FrameworkState(id, info, active, options.offerFilter());
    known.put(id, framework);
    ledger.attach(framework);
    subscribe(framework, options.suppressedRoles());
  }

  void update(FrameworkID id, FrameworkInfo info, FrameworkOptions options) {
    FrameworkState framework = get(id);
    framework.update(info, options.offerFilter());
    subscribe(framework, options.suppressedRoles());
  }

  private void subscribe(FrameworkState framework, Set<String> suppressed) {
    Set<String> roles = framework.roles();
    for (Client client : List.copyOf(framework.clients.values())) {
      if (!roles.contains(client.role)) {
        unsubscribe(client);
      }
    }
    for (String role : roles) {
      Client client = clients.of(framework, role);
      client.subscribed = true;
      client.suppressed = suppressed.contains(role);
      client.minAllocatable = framework.minAllocatable(role);
      clients.updateActivity(client);
    }
    nextGeneration();
  }

  private void unsubscribe(Client client) {
    client.subscribed = false;
    client.suppressed = false;
    filters.drop(client, agents);
    clients.updateActivity(client);
    clients.removeIfDone(client);
  }

  void remove(FrameworkID id) {
    FrameworkState framework = get(id);
    ledger.detach(framework);
    for (Client client : List.copyOf(framework.clients.values())) {
      filters.drop(client, agents);
      clients.remove(client);
    }
    known.remove(id);
  }

  void activate(FrameworkID id) {
    setActive(get(id), true);
    nextGeneration();
  }

  void deactivate(FrameworkID id) {
    FrameworkState framework = get(id);
    setActive(framework, false);
    framework.clients.values().forEach(client -> filters.drop(client, agents));
  }

  private void setActive(FrameworkState framework, boolean active) {
    framework.active = active;
    framework.clients.values().forEach(clients::updateActivity);
  }

  void suppress(FrameworkID id, Set<String> roles) {
    for (Client client : clientsOf(id, roles)) {
      client.suppressed = true;
      clients.updateActivity(client);
    }
  }

  void revive(FrameworkID id, Set<String> roles) {
    for (Client client : clientsOf(id, roles)) {
      client.suppressed = false;
      filters.drop(client, agents);
      clients.updateActivity(client);
    }
    nextGeneration();
  }

  private List<Client> clientsOf(FrameworkID id, Set<String> roles) {
    FrameworkState framework = get(id);
    List<Client> found = new ArrayList<>();
    for (String role : roles) {
      Client client = framework.clients.get(role);
      if (client == null || !client.subscribed) {
        throw new IllegalArgumentException(
            "framework " + id.getValue() + " is not in the role '" + role + "'");
      }
      found.add(client);
    }
    return found;
  }

  /** Whether what is recovered now belongs to a framework that can have filters. */
  Map<String, Client> subscribedClients(FrameworkID id, Resources resources) {
    Map<String, Client> found = new HashMap<>();
    FrameworkState framework = known.get(id);
    if (framework != null) {
      for (String role : resources.allocationRoles()) {
        Client client = framework.clients.get(role);
        if (client != null && client.subscribed) {
          found.put(role, client);
        }
      }
    }
    return found;
  }
}
