/**
 * What every host of plugins needs, whatever the kind: the candidates for a name, a lane on which
 * one plugin's calls run apart from the host, and a board on which all can read how plugins do.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.plugin.host;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
