package org.meseta.master.http.operator;

import org.meseta.master.http.answers.QuotaMessages;
import org.meseta.master.http.answers.RoleSight;
import org.meseta.master.http.answers.RoleUse;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Role;
import org.meseta.protocol.v1.WeightInfo;
import org.meseta.protocol.v1.master.Call;
import org.meseta.protocol.v1.master.Response;

/** Answers about the roles that the caller may see. */
final class RoleAnswers {

  private RoleAnswers() {}

  /** The answer to GET_ROLES, GET_WEIGHTS or GET_QUOTA. */
  static Response of(Call call, RoleSight sight) {
    Response.Builder response =
        Response.newBuilder().setType(Response.Type.valueOf(call.getType().name()));
    switch (call.getType()) {
      case GET_ROLES -> {
        Response.GetRoles.Builder roles = response.getGetRolesBuilder();
        sight.roles().forEach(use -> roles.addRoles(role(use)));
      }
      case GET_WEIGHTS -> weights(response, sight);
      default -> response.getGetQuotaBuilder().setStatus(QuotaMessages.of(sight.cluster()));
    }
    return response.build();
  }

  private static Role.Builder role(RoleUse use) {
    Role.Builder role = Role.newBuilder().setName(use.name()).setWeight(use.weight());
    for (String framework : use.frameworks()) {
      role.addFrameworks(FrameworkID.newBuilder().setValue(framework));
    }
    return role.addAllResources(use.allocated().plus(use.offered()).toList());
  }

  private static void weights(Response.Builder response, RoleSight sight) {
    sight
        .cluster()
        .weights()
        .forEach(
            (role, weight) ->
                response
                    .getGetWeightsBuilder()
                    .addWeightInfos(WeightInfo.newBuilder().setRole(role).setWeight(weight)));
  }
}
