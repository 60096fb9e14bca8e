package org.meseta.master.state;

import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.OfferID;
import org.meseta.resources.Resources;

/**
 * An offer that is out.
 *
 * @param id its id
 * @param framework to which it was made
 * @param agent whose resources it holds
 * @param role for which it was made
 * @param resources allocated to that role
 */
public record Offered(
    OfferID id, FrameworkID framework, AgentID agent, String role, Resources resources) {}
