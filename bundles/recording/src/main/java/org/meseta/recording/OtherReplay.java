package org.meseta.recording;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugin.allocator.Quota;
import org.meseta.recording.proto.Input;
import org.meseta.recording.proto.Step;

/**
 * Asks another allocator, or the same with other weights or quotas, what it would have decided at
 * each moment at which the recorded one decided. After each difference it is made to believe that
 * it had decided as was recorded: frameworks have answered to that, and to nothing else.
 */
final class OtherReplay {
  private final Recording recording;
  private final Changes changes;
  private final ReplayContext context;
  private final RecordedWorld world = new RecordedWorld();
  private final Grants recorded = new Grants();
  private final Findings findings = new Findings();

  OtherReplay(Recording recording, Changes changes) {
    this.recording = recording;
    this.changes = changes;
    this.context = new ReplayContext(options(), recording.header().getSeed(), false);
  }

  private AllocatorOptions options() {
    AllocatorOptions then = Headers.options(recording.header());
    Map<String, Double> weights = new HashMap<>(then.weights());
    weights.putAll(changes.weights());
    return new AllocatorOptions(
        then.allocationInterval(),
        then.minAllocatableResources(),
        then.fairShareExcludedNames(),
        weights,
        then.filterGpuResources(),
        then.roleSorter(),
        then.frameworkSorter(),
        then.region());
  }

  ReplayReport run(AllocatorFactory factory) throws IOException {
    try (Allocator allocator = factory.create(context)) {
      allocator.updateQuotas(changed(Map.of()));
      Telling telling = new Telling(allocator);
      for (Optional<Step> step = recording.next(); step.isPresent(); step = recording.next()) {
        perform(step.get(), allocator, telling);
      }
      return findings.report();
    }
  }

  private void perform(Step step, Allocator allocator, Telling telling) {
    context.begin(step.getNanos(), step.getReadingsList());
    findings.step(step.getNanos());
    recorded.add(step.getGrantsList());
    if (step.hasInput()) {
      world.told(step.getInput(), step.getNanos());
      telling.tell(changed(step.getInput()));
    } else if (step.hasTimer()) {
      for (Optional<Runnable> due = context.due(); due.isPresent(); due = context.due()) {
        due.get().run();
      }
      compare(allocator, step.getNanos());
    }
  }

  private void compare(Allocator allocator, long nanos) {
    Grants replayed = context.grants();
    findings.offers(recorded, replayed);
    world.offered(recorded);
    Set<String> wrong = new HashSet<>();
    recorded.differencesTo(replayed).forEach(key -> wrong.add(key.agent()));
    recorded.clear();
    replayed.clear();
    wrong.stream().sorted().forEach(agent -> world.correct(agent, allocator, nanos));
  }

  /** What the recording says, but for what is to be otherwise. */
  private Input changed(Input input) {
    if (input.hasWeights() && !changes.weights().isEmpty()) {
      Map<String, Double> weights = Headers.weights(input.getWeights().getWeightsList());
      weights.putAll(changes.weights());
      return Inputs.weights(weights).build();
    }
    if (input.hasQuotas()) {
      return Inputs.quotas(changed(Telling.quotas(input.getQuotas()))).build();
    }
    return input;
  }

  /** These quotas, and those that are to be otherwise whatever they are. */
  private Map<String, Quota> changed(Map<String, Quota> recorded) {
    Map<String, Quota> quotas = new HashMap<>(recorded);
    quotas.replaceAll(changes::quota);
    if (recorded.isEmpty()) {
      changes.quotaRoles().forEach(role -> quotas.put(role, changes.quota(role, Quota.NONE)));
    }
    return quotas;
  }
}
