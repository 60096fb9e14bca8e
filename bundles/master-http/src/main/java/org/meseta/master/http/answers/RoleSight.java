package org.meseta.master.http.answers;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.meseta.http.api.Permissions;
import org.meseta.http.api.Permissions.Allowed;
import org.meseta.http.api.Permissions.Question;
import org.meseta.master.api.Master;
import org.meseta.master.state.Cluster;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;

/**
 * The roles that somebody may see. The authorizer is asked beforehand, once for each role that
 * there is.
 *
 * @param cluster without weights and quotas of other roles
 * @param roles by name
 */
public record RoleSight(Cluster cluster, List<RoleUse> roles) {

  /** Of the master's newest snapshot. */
  public static CompletionStage<RoleSight> of(Master master, Principal who) {
    Cluster all = master.cluster();
    Permissions permissions = master::allows;
    List<Question> questions =
        RoleUse.names(all).stream().map(role -> new Question(Action.VIEW_ROLE, role)).toList();
    return permissions.allowed(who, questions).thenApply(allowed -> of(all, allowed));
  }

  private static RoleSight of(Cluster all, Allowed allowed) {
    Cluster seen =
        new Cluster(
            all.master(),
            all.leader(),
            all.startTime(),
            all.electedTime(),
            all.agents(),
            all.absent(),
            all.frameworks(),
            all.completedFrameworks(),
            visible(all.weights(), allowed),
            visible(all.quotas(), allowed));
    return new RoleSight(
        seen,
        RoleUse.of(all).stream()
            .filter(role -> allowed.allows(Action.VIEW_ROLE, role.name()))
            .toList());
  }

  private static <V> Map<String, V> visible(Map<String, V> byRole, Allowed allowed) {
    Map<String, V> visible = new TreeMap<>(byRole);
    visible.keySet().removeIf(role -> !allowed.allows(Action.VIEW_ROLE, role));
    return visible;
  }
}
