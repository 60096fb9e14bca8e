package org.meseta.plugin.allocator;

import org.meseta.protocol.v1.Unavailability;
import org.meseta.resources.Resources;

/**
 * What a framework is asked to do without.
 *
 * @param resources nothing for all of the agent
 * @param unavailability when
 */
public record UnavailableResources(Resources resources, Unavailability unavailability) {}
