/**
 * What an agent has and a task uses: the algebra of resources, their text and JSON forms,
 * attributes, roles.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.meseta.resources;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
