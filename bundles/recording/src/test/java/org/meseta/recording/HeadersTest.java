package org.meseta.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.allocator.AllocatorOptions;

class HeadersTest {

  @Test
  void keepWhatAnAllocatorWasMadeWith() {
    AllocatorOptions nowhere = RandomHistory.OPTIONS;
    AllocatorOptions somewhere =
        new AllocatorOptions(
            nowhere.allocationInterval(),
            nowhere.minAllocatableResources(),
            nowhere.fairShareExcludedNames(),
            nowhere.weights(),
            nowhere.filterGpuResources(),
            nowhere.roleSorter(),
            nowhere.frameworkSorter(),
            Optional.of("here"));
    for (AllocatorOptions options : new AllocatorOptions[] {nowhere, somewhere}) {
      assertThat(Headers.options(Headers.of("hierarchical", "test", 1, options)))
          .isEqualTo(options);
    }
  }
}
