package org.meseta.testkit.allocator;

import org.meseta.plugin.allocator.UnavailableResources;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;

/** That a framework was asked to do without something. */
public record InverseOffer(FrameworkID framework, AgentID agent, UnavailableResources what) {}
