/** Agents with their hosts and links, and what befalls them. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.testkit.cluster.agent;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
