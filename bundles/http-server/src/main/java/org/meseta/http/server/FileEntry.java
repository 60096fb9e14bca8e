package org.meseta.http.server;

import java.time.Instant;

/**
 * A file or a folder, as {@code ls -l} shows it.
 *
 * @param path virtual
 * @param links how many names it has
 * @param size in bytes
 * @param modified when its content changed last
 * @param mode for example {@code -rw-r--r--}
 * @param user name of its owner, or the number if there is no name
 * @param group name of its group, or the number if there is no name
 */
public record FileEntry(
    String path, int links, long size, Instant modified, String mode, String user, String group) {}
