package org.meseta.plugins.isolator.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ResourceStatistics;
import org.meseta.testkit.isolator.IsolatorContract;

class MemIsolatorTest extends IsolatorContract {

  @Override
  protected IsolatorFactory factory() {
    return new MemIsolatorFactory();
  }

  @Test
  void addsUpTheMemoryOfAllProcesses() {
    ContainerID id = bench().id();
    running(id);
    Awaitility.await().until(() -> usage(id).getMemRssBytes() > 100_000);
    long one = usage(id).getMemRssBytes();
    bench().run(id, "exec sleep 1000");
    Awaitility.await().until(() -> usage(id).getMemRssBytes() > one * 3 / 2);
    assertThat(usage(id).hasCpusUserTimeSecs()).isFalse();
  }

  @Test
  void countsNothingForProcessesThatAreGone() {
    ContainerID id = bench().id();
    running(id);
    bench().end(id);
    assertThat(usage(id).getMemRssBytes()).isZero();
    assertThat(MemMeter.resident("Name:\tx\nState:\tZ (zombie)\n")).isZero();
    assertThat(MemMeter.resident("Name:\tx\nVmRSS:\t    1024 kB\nX:\n")).isEqualTo(1 << 20);
  }

  private ResourceStatistics usage(ContainerID id) {
    return bench().on(() -> bench().isolator().usage(id));
  }
}
