package org.meseta.plugin.authorizer;

/** What somebody wants to do; the comment says what the object of the question is. */
public enum Action {
  /** Object: a role. */
  REGISTER_FRAMEWORK,
  /** Object: the name of the user whom the task runs as. */
  RUN_TASK,
  /** Object: the framework's principal, or empty text. */
  TEARDOWN_FRAMEWORK,
  /** Object: the agent's principal, or empty text. */
  REGISTER_AGENT,
  /** Object: empty text. */
  MARK_AGENT_GONE,
  /** Object: empty text. */
  DEACTIVATE_AGENT,
  /** Object: empty text. */
  REACTIVATE_AGENT,
  /** Object: the role. */
  UPDATE_WEIGHT,
  /** Object: the role. */
  UPDATE_QUOTA,
  /** Object: the role for which to reserve. */
  RESERVE_RESOURCES,
  /** Object: the principal who reserved, or empty text. */
  UNRESERVE_RESOURCES,
  /** Object: the role whose disk space becomes a volume. */
  CREATE_VOLUME,
  /** Object: the principal who created the volume, or empty text. */
  DESTROY_VOLUME,
  /** Object: the role whose volume grows or shrinks. */
  RESIZE_VOLUME,
  /** Object: the path of the endpoint. */
  GET_ENDPOINT,
  /** Object: the framework's user. */
  VIEW_FRAMEWORK,
  /** Object: the user whom the task runs as. */
  VIEW_TASK,
  /** Object: the user whom the executor runs as. */
  VIEW_EXECUTOR,
  /** Object: the user whom the executor in the container runs as. */
  VIEW_CONTAINER,
  /** Object: the role. */
  VIEW_ROLE,
  /** Object: empty text. */
  VIEW_FLAGS,
  /** Object: the user whom the sandbox belongs to. */
  ACCESS_SANDBOX,
  /** Object: empty text. */
  ACCESS_LOG,
  /** Object: empty text. */
  SET_LOG_LEVEL,
  /** Object: empty text. */
  RECORD_ALLOCATIONS
}
