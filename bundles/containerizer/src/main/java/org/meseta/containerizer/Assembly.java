package org.meseta.containerizer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.meseta.containerizer.checkpoint.Checkpoints;
import org.meseta.containerizer.checkpoint.RuntimeFolder;
import org.meseta.containerizer.isolation.IsolatorServices;
import org.meseta.containerizer.launcher.CommandSignals;
import org.meseta.containerizer.launcher.ExitFolder;
import org.meseta.containerizer.launcher.HostTools;
import org.meseta.containerizer.launcher.Launcher;
import org.meseta.containerizer.process.ProcFs;
import org.meseta.containerizer.process.Tracking;
import org.meseta.plugin.containerizer.ContainerizerContext;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.Runtime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a containerizer together from what the host has. Blocks.
 *
 * @param shell runs the launch script
 */
record Assembly(Runtime runtime, IsolatorServices services, PluginBoard board, List<String> shell) {
  private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
  private static final int THREADS = 16;
  private static final int ID_BYTES = 6;

  MesosContainerizer containerizer(ContainerizerContext context) throws IOException {
    HostTools tools = HostTools.find(shell);
    RuntimeFolder folder = new RuntimeFolder(context.runtimeDir().toRealPath());
    folder.create();
    ProcFs proc = new ProcFs();
    Tracking tracking = tracking(context, folder, proc);
    LOG.info("Processes of containers are tracked by {}", tracking.description());
    EventLoop loop = runtime.loop("containerizer");
    Means means =
        new Means(
            loop,
            runtime.blocking("containerizer", THREADS, loop),
            proc.bootId(),
            folder,
            new Checkpoints(folder),
            new ExitFolder(folder.exits()),
            new Launcher(tools, runtime.clock()),
            new CommandSignals(tools, proc),
            proc,
            tracking);
    return new MesosContainerizer(
        runtime,
        means,
        workDir(context),
        Isolation.options(context.flags(), board, context.metrics()),
        services,
        runtime.blocking("exits", 1, loop),
        context.metrics());
  }

  private static Path workDir(ContainerizerContext context) {
    String work = context.flags().get("work_dir");
    return work == null ? context.runtimeDir() : Path.of(work).toAbsolutePath().normalize();
  }

  private static Tracking tracking(ContainerizerContext context, RuntimeFolder folder, ProcFs proc)
      throws IOException {
    String root = context.flags().getOrDefault("cgroups_root", "mesos");
    return root.isEmpty() ? Tracking.without(proc) : Tracking.of(proc, root, id(folder.root()));
  }

  /** Several agents share a host, not a folder. */
  private static String id(Path folder) {
    try {
      byte[] name = folder.toString().getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name);
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
