/** Authorizers: who may do what. */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.plugin.authorizer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
