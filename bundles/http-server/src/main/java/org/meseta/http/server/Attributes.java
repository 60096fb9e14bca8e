package org.meseta.http.server;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Objects;

/** Reads what a listing tells of a file. */
final class Attributes {
  private static final String WANTED = "unix:mode,nlink,size,lastModifiedTime,owner,group";
  private static final int TYPE = 0xF000;
  private static final Map<Integer, Character> TYPES =
      Map.of(
          0x8000, '-', 0x4000, 'd', 0xA000, 'l', 0x2000, 'c', 0x6000, 'b', 0x1000, 'p', 0xC000,
          's');
  private static final String BITS = "rwxrwxrwx";

  private Attributes() {}

  /** Those of the target if it is a link that stays below the root, else those of the link. */
  static FileEntry read(Path root, Path real, String virtualPath) throws IOException {
    Map<String, Object> unix = Files.readAttributes(real, WANTED, links(root, real));
    return new FileEntry(
        virtualPath,
        value(unix, "nlink", Integer.class),
        value(unix, "size", Long.class),
        value(unix, "lastModifiedTime", FileTime.class).toInstant(),
        mode(value(unix, "mode", Integer.class)),
        value(unix, "owner", UserPrincipal.class).getName(),
        value(unix, "group", GroupPrincipal.class).getName());
  }

  private static LinkOption[] links(Path root, Path real) throws IOException {
    try {
      boolean inside = !Files.isSymbolicLink(real) || real.toRealPath().startsWith(root);
      return inside ? new LinkOption[0] : new LinkOption[] {NOFOLLOW_LINKS};
    } catch (FileSystemException e) {
      return new LinkOption[] {NOFOLLOW_LINKS}; // it leads nowhere
    }
  }

  static String mode(int mode) {
    StringBuilder text = new StringBuilder();
    text.append((char) TYPES.getOrDefault(mode & TYPE, '?'));
    for (int i = 0; i < BITS.length(); i++) {
      text.append((mode >> (BITS.length() - 1 - i) & 1) == 1 ? BITS.charAt(i) : '-');
    }
    return text.toString();
  }

  private static <T> T value(Map<String, Object> unix, String name, Class<T> type) {
    return Objects.requireNonNull(type.cast(unix.get(name)), name);
  }
}
