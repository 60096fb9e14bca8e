/** JSON as Mesos writes and reads it, to and from protobuf messages, without a tree in between. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.protocol.json;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
