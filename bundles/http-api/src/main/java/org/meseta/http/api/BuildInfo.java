package org.meseta.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Properties;
import org.meseta.protocol.v1.VersionInfo;
import org.meseta.runtime.Versions;

/**
 * What was built when.
 *
 * @param version of Mesos whose protocols this is
 * @param buildTime fixed for each release, so that builds can be repeated
 * @param buildUser whose build it is
 */
public record BuildInfo(String version, Instant buildTime, String buildUser) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  /** Of this very software. */
  public static BuildInfo current() {
    return Holder.CURRENT;
  }

  /** The fields that {@code /version} and {@code /state} have in common, without the version. */
  public void fields(JsonGenerator json) throws IOException {
    json.writeStringField("build_date", DATE.format(buildTime));
    Numbers.field(json, "build_time", buildTime);
    json.writeStringField("build_user", buildUser);
  }

  /** The answer of {@code /version}. */
  public JsonBody endpoint() {
    return json -> {
      json.writeStartObject();
      fields(json);
      json.writeStringField("version", version);
      json.writeEndObject();
    };
  }

  /** As the operator APIs say it. */
  public VersionInfo message() {
    return VersionInfo.newBuilder()
        .setVersion(version)
        .setBuildDate(DATE.format(buildTime))
        .setBuildTime(Numbers.seconds(buildTime))
        .setBuildUser(buildUser)
        .build();
  }

  private static final class Holder {
    private static final BuildInfo CURRENT = load();

    private static BuildInfo load() {
      Properties build = new Properties();
      try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
        if (in != null) {
          build.load(in);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new BuildInfo(
          Versions.MESOS,
          Instant.parse(build.getProperty("time", Instant.EPOCH.toString())),
          "meseta");
    }
  }
}
