package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.scheduler.Event;

class MasterAddressTest {

  @Test
  void tellsOthersThePortItReallyHas() {
    MasterRig rig = new MasterRig(Map.of("port", "0"));
    String id = rig.master.cluster().master().getId();
    MasterInfo told = listensOn(rig, 4711);
    assertThat(told.getPort()).isEqualTo(4711);
    assertThat(told.getAddress().getPort()).isEqualTo(4711);
    assertThat(told.getPid()).isEqualTo("master@127.0.0.1:4711");
    assertThat(told.getId()).isEqualTo(id);
    assertThat(rig.master.cluster().master()).isEqualTo(told);
    assertThat(rig.master.cluster().leader()).contains(told);
    assertThat(rig.scheduler("later").subscribe().all(Event.Type.SUBSCRIBED))
        .extracting(event -> event.getSubscribed().getMasterInfo())
        .containsExactly(told);
  }

  @Test
  void tellsOthersThePortThatTheOperatorAdvertises() {
    MasterRig rig = new MasterRig(Map.of("port", "0", "advertise_port", "80"));
    assertThat(listensOn(rig, 4711).getPid()).isEqualTo("master@127.0.0.1:80");
  }

  private static MasterInfo listensOn(MasterRig rig, int port) {
    CompletableFuture<MasterInfo> told = rig.master.listensOn(port).toCompletableFuture();
    rig.time.run();
    return told.join();
  }
}
