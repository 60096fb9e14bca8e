package org.meseta.plugins.allocator.hierarchical;

/**
 * What stands between a framework in a role and an agent; in the order in which it is looked at.
 */
enum Hurdle {
  AGENT_INACTIVE,
  WHITELIST,
  AGENT_TAKES_NO_ROLES_BELOW_OTHERS,
  NOTHING_FOR_ROLE,
  AGENT_TAKES_ONE_ROLE,
  GPUS,
  REMOTE,
  CONSTRAINT,
  NOTHING_IT_CAN_USE,
  NOT_OWED,
  QUOTA_LIMIT,
  HEADROOM,
  MINIMUM,
  FILTER,
  /** Nothing stands between. */
  NONE
}
