package org.meseta.containerizer.isolation;

import org.meseta.plugin.Metrics;
import org.meseta.plugin.host.Lane;
import org.meseta.plugin.isolator.IsolatorContext;

/** Makes what isolators are given. */
public interface IsolatorContexts {
  /**
   * For one instance of an isolator.
   *
   * @param lane on which all of it runs
   */
  IsolatorContext context(String isolator, Lane lane, Metrics metrics);
}
