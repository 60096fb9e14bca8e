package org.meseta.plugins.isolator.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ResourceStatistics;
import org.meseta.testkit.isolator.IsolatorContract;

class CpuIsolatorTest extends IsolatorContract {

  @Override
  protected IsolatorFactory factory() {
    return new CpuIsolatorFactory();
  }

  @Test
  void reportsTheTimeOfProcessesAndOfChildrenTheyWaitedFor() {
    ContainerID id = bench().id();
    running(id);
    bench().run(id, "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; sleep 1000");
    Awaitility.await().until(() -> usage(id).getCpusUserTimeSecs() > 0.05);
    assertThat(usage(id).hasCpusSystemTimeSecs()).isTrue();
    assertThat(usage(id).hasMemRssBytes()).isFalse();
  }

  @Test
  void neverGoesBackWhileTheContainerLives() throws IOException {
    CpuMeter meter = new CpuMeter();
    ContainerID id = bench().id();
    long self = ProcessHandle.current().pid();
    double before = meter.read(id, Set.of(self)).getCpusUserTimeSecs();
    assertThat(before).isPositive();
    assertThat(meter.read(id, Set.of(1L)).getCpusUserTimeSecs()).isGreaterThanOrEqualTo(before);
    meter.forget(id);
    assertThat(meter.read(id, Set.of()).getCpusUserTimeSecs()).isZero();
  }

  @Test
  void readsTheLineOfAProcessWithAStrangeName() throws IOException {
    String line = "12 (a) b (c) S 1 12 12 0 -1 4194304 1 2 3 4 50 60 7 8 20 0 1 0 99 0 0";
    assertThat(CpuTime.parse(line)).isEqualTo(new CpuTime(57, 68));
    assertThat(CpuTime.parse("12 (a) Z")).isEqualTo(CpuTime.NONE);
    assertThat(CpuTime.of(Long.MAX_VALUE)).isEqualTo(CpuTime.NONE);
  }

  private ResourceStatistics usage(ContainerID id) {
    return bench().on(() -> bench().isolator().usage(id));
  }
}
