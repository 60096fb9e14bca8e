package org.meseta.plugin.host.osgi;

import org.meseta.plugin.host.PluginBoard;
import org.osgi.service.component.annotations.Component;

/** The one board of a process. */
@Component(service = PluginBoard.class)
public final class BoardService extends PluginBoard {}
