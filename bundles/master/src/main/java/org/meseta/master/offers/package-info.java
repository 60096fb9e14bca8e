/** What an offer says and how it may be answered. */
@NullMarked
package org.meseta.master.offers;

import org.jspecify.annotations.NullMarked;
