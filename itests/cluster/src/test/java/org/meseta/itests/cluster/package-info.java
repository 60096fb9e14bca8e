/** Real processes of the unpacked distribution, driven over HTTP and the shell. */
@NullMarked
package org.meseta.itests.cluster;

import org.jspecify.annotations.NullMarked;
