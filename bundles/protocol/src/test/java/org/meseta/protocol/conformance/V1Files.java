package org.meseta.protocol.conformance;

import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;
import org.meseta.protocol.v1.MesosProto;
import org.meseta.protocol.v1.agent.AgentProto;
import org.meseta.protocol.v1.allocator.AllocatorProto;
import org.meseta.protocol.v1.executor.ExecutorProto;
import org.meseta.protocol.v1.maintenance.MaintenanceProto;
import org.meseta.protocol.v1.master.MasterProto;
import org.meseta.protocol.v1.quota.QuotaProto;
import org.meseta.protocol.v1.resource_provider.ResourceProviderProto;
import org.meseta.protocol.v1.scheduler.SchedulerProto;

/** Every file of ours in the packages mesos.v1 and below. */
public final class V1Files {
  private V1Files() {}

  public static List<FileDescriptor> all() {
    return List.of(
        MesosProto.getDescriptor(),
        AgentProto.getDescriptor(),
        AllocatorProto.getDescriptor(),
        ExecutorProto.getDescriptor(),
        MaintenanceProto.getDescriptor(),
        MasterProto.getDescriptor(),
        QuotaProto.getDescriptor(),
        ResourceProviderProto.getDescriptor(),
        SchedulerProto.getDescriptor());
  }
}
