/** What the agent knows: immutable records, read-only to everybody but the agent's loop. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.agent.state;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
