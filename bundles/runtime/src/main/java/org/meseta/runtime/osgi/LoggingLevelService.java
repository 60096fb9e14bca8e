package org.meseta.runtime.osgi;

import java.io.IOException;
import java.util.Dictionary;
import org.meseta.plugin.Blocking;
import org.meseta.runtime.LoggingLevel;
import org.meseta.runtime.Runtime;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logging level of this process: 1 means that our own bundles log what is for finding faults, 2
 * and above that they log all they can. Done by a logger of its own in the log's configuration.
 */
@Component(service = LoggingLevel.class)
public final class LoggingLevelService extends LoggingLevel {
  private static final Logger LOG = LoggerFactory.getLogger(LoggingLevelService.class);
  private static final String PID = "org.ops4j.pax.logging";
  private static final String NAME = "log4j2.logger.toggled.name";
  private static final String LEVEL = "log4j2.logger.toggled.level";

  /** Changes the log's configuration on a thread that may block. */
  @Activate
  public LoggingLevelService(@Reference Runtime runtime, @Reference ConfigurationAdmin admin) {
    this(runtime, admin, runtime.blocking("logging-level", 1, Runnable::run));
  }

  private LoggingLevelService(Runtime runtime, ConfigurationAdmin admin, Blocking blocking) {
    super(
        runtime.timers(),
        level ->
            blocking.call(
                () -> {
                  configure(admin, level);
                  return level;
                }));
  }

  private static void configure(ConfigurationAdmin admin, int level) {
    try {
      Configuration configuration = admin.getConfiguration(PID, null);
      Dictionary<String, Object> properties = configuration.getProperties();
      if (properties == null) {
        LOG.warn("The log has no configuration; nothing comes of the logging level {}", level);
        return;
      }
      if (level == 0) {
        properties.remove(NAME);
        properties.remove(LEVEL);
      } else {
        properties.put(NAME, "org.meseta");
        properties.put(LEVEL, level == 1 ? "DEBUG" : "TRACE");
      }
      configuration.update(properties);
      LOG.info("The logging level is {}", level);
    } catch (IOException | IllegalStateException e) {
      LOG.error("Cannot make {} the logging level", level, e);
    }
  }
}
