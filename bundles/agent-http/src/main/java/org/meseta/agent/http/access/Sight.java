package org.meseta.agent.http.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.meseta.agent.api.Agent;
import org.meseta.agent.api.Agent.Usage;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalFramework;
import org.meseta.http.api.Permissions;
import org.meseta.http.api.Permissions.Allowed;
import org.meseta.http.api.Permissions.Question;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.Task;
import org.meseta.resources.Conversion;
import org.meseta.resources.Conversions;
import org.meseta.resources.ResourceException;

/**
 * What somebody may see of a host. The authorizer is asked beforehand, once for each user and role
 * that there is, so that a long answer can be written without asking anybody.
 */
public final class Sight {
  private static final List<Action> OF_USERS =
      List.of(Action.VIEW_FRAMEWORK, Action.VIEW_EXECUTOR, Action.VIEW_TASK, Action.VIEW_CONTAINER);

  private final Allowed allowed;

  private Sight(Allowed allowed) {
    this.allowed = allowed;
  }

  /** Of this host alone. */
  public static CompletionStage<Sight> of(Permissions permissions, Principal who, Host host) {
    List<Question> questions = new ArrayList<>();
    questions.add(new Question(Action.VIEW_FLAGS, ""));
    for (String user : Owners.all(host)) {
      OF_USERS.forEach(action -> questions.add(new Question(action, user)));
    }
    Set<String> roles = new LinkedHashSet<>(host.total().reservationRoles());
    host.operations().values().forEach(operation -> roles.addAll(roles(operation)));
    roles.forEach(role -> questions.add(new Question(Action.VIEW_ROLE, role)));
    return permissions.allowed(who, questions).thenApply(Sight::new);
  }

  /** What the containers that somebody may see use. */
  public static CompletionStage<List<Usage>> containers(Agent agent, Principal who) {
    Host host = agent.host();
    return of(agent::allows, who, host)
        .thenCombine(
            agent.usage(),
            (sight, usages) -> usages.stream().filter(u -> sight.shows(host, u)).toList());
  }

  /** What is of no framework that was asked about is nobody's to see. */
  private boolean shows(Host host, Usage usage) {
    LocalFramework framework = host.frameworks().get(usage.framework());
    return framework != null
        && allowed.allows(Action.VIEW_CONTAINER, Owners.of(framework, usage.executor()));
  }

  /** Whether flags are shown. */
  public boolean flags() {
    return allowed.allows(Action.VIEW_FLAGS, "");
  }

  /** Whether what is reserved to a role is shown. */
  public boolean role(String role) {
    return allowed.allows(Action.VIEW_ROLE, role);
  }

  /** Those of which each role that they are about is shown, in the same order. */
  public List<Operation> operations(Collection<Operation> operations) {
    return operations.stream().filter(o -> roles(o).stream().allMatch(this::role)).toList();
  }

  private static Set<String> roles(Operation operation) {
    Set<String> roles = new LinkedHashSet<>();
    try {
      Conversion conversion = Conversions.of(operation.getInfo());
      roles.addAll(conversion.before().reservationRoles());
      roles.addAll(conversion.after().reservationRoles());
    } catch (ResourceException e) {
      roles.add(""); // Nobody can say whose it is: it is for those who may see all.
    }
    return roles;
  }

  /** Those that are shown, in the same order. */
  public List<LocalFramework> frameworks(Collection<LocalFramework> frameworks) {
    return frameworks.stream()
        .filter(f -> allowed.allows(Action.VIEW_FRAMEWORK, Owners.of(f)))
        .toList();
  }

  /** Those of a framework that are shown, in the same order. */
  public List<LocalExecutor> executors(
      LocalFramework framework, Collection<LocalExecutor> executors) {
    return executors.stream()
        .filter(e -> allowed.allows(Action.VIEW_EXECUTOR, Owners.of(framework, e.info())))
        .toList();
  }

  /** Those of a framework that are shown, in the same order. */
  public List<Task> tasks(LocalFramework framework, Collection<Task> tasks) {
    return tasks.stream()
        .filter(t -> allowed.allows(Action.VIEW_TASK, Owners.of(framework, t)))
        .toList();
  }
}
