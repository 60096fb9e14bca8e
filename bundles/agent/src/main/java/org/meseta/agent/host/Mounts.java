package org.meseta.agent.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is mounted on this host. All methods block. */
public final class Mounts {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final int POINT = 4;
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  private Mounts() {}

  /**
   * Sees to it that nothing is mounted below a folder: whoever removes it would remove that, too.
   *
   * @throws IOException if something is; says what
   */
  public static void requireNoneBelow(Path folder) throws IOException {
    if (!Files.exists(TABLE)) {
      return; // A host that cannot tell.
    }
    String below = folder.toRealPath() + "/";
    for (String point : points(new String(Files.readAllBytes(TABLE), StandardCharsets.UTF_8))) {
      if (point.startsWith(below)) {
        throw new IOException("something is mounted on " + point);
      }
    }
  }

  /** As texts: what others have named may be no path for us. */
  static List<String> points(String table) {
    return table
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length > POINT)
        .map(fields -> unescaped(fields[POINT]))
        .toList();
  }

  /** Spaces and the like are written as three octal digits. */
  private static String unescaped(String path) {
    return OCTAL
        .matcher(path)
        .replaceAll(
            match -> {
              char c = (char) Integer.parseInt(match.group(1), 8);
              return Matcher.quoteReplacement(String.valueOf(c));
            });
  }
}
