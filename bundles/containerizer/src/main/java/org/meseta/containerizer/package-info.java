/**
 * The containerizer named {@code mesos}: runs commands as plain processes, isolated by whatever
 * isolators are asked for.
 */
@NullMarked
package org.meseta.containerizer;

import org.jspecify.annotations.NullMarked;
