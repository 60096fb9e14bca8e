package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.meseta.plugin.allocator.Obstacle.Kind.AGENT_CAPABILITY;
import static org.meseta.plugin.allocator.Obstacle.Kind.AGENT_DEACTIVATED;
import static org.meseta.plugin.allocator.Obstacle.Kind.AGENT_INACTIVE;
import static org.meseta.plugin.allocator.Obstacle.Kind.CONSTRAINT;
import static org.meseta.plugin.allocator.Obstacle.Kind.FAIR_SHARE;
import static org.meseta.plugin.allocator.Obstacle.Kind.FILTER;
import static org.meseta.plugin.allocator.Obstacle.Kind.FRAMEWORK_CAPABILITY;
import static org.meseta.plugin.allocator.Obstacle.Kind.FRAMEWORK_INACTIVE;
import static org.meseta.plugin.allocator.Obstacle.Kind.HEADROOM;
import static org.meseta.plugin.allocator.Obstacle.Kind.IN_USE;
import static org.meseta.plugin.allocator.Obstacle.Kind.MINIMUM;
import static org.meseta.plugin.allocator.Obstacle.Kind.QUOTA_LIMIT;
import static org.meseta.plugin.allocator.Obstacle.Kind.RESERVED;
import static org.meseta.plugin.allocator.Obstacle.Kind.SUPPRESSED;
import static org.meseta.plugin.allocator.Obstacle.Kind.WHITELIST;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.GPU_RESOURCES;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.REGION_AWARE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.master.api.Explanation;
import org.meseta.master.api.Explanation.Cause;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.OfferFilters;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.scheduler.AttributeConstraint;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.OfferConstraints;
import org.meseta.resources.Domains;
import org.meseta.resources.ResourceQuantities;

/** What stands between a framework and an offer is named, and what is advised helps. */
class WhyScenarioTest {
  private static final String BIG = "cpus:4;mem:1024";
  private static final Pattern QUOTA_SET =
      Pattern.compile("mesos:quota-set(?: --guarantees '(.*?)')? --limits '(.*)' (\\S+)");

  private static final Pattern PASTED =
      Pattern.compile("mesos:[a-z-]+(?: --[a-z]+ [^- ]\\S*)*(?: [^- ]\\S*)*");

  @TempDir Path folder;
  private final Map<MasterRig, WhySetting> settings = new HashMap<>();
  private int runs;

  private WhySetting setting() {
    return known(new WhySetting());
  }

  private WhySetting listing(String... hosts) {
    return known(WhySetting.listing(folder.resolve("hosts" + runs++), hosts));
  }

  private WhySetting known(WhySetting setting) {
    settings.put(setting.rig, setting);
    return setting;
  }

  /**
   * A cause that is planted, and how the advice is followed.
   *
   * @param plant gives the framework that waits
   */
  private record Scenario(
      String name,
      Obstacle.Kind cause,
      WhySetting setting,
      Function<WhySetting, TestScheduler> plant,
      BiConsumer<TestScheduler, Cause> follow) {}

  private Scenario scenario(
      String name,
      Obstacle.Kind cause,
      WhySetting setting,
      Function<WhySetting, TestScheduler> plant,
      BiConsumer<TestScheduler, Cause> follow) {
    return new Scenario(name, cause, setting, plant, follow);
  }

  @TestFactory
  Stream<DynamicTest> namesTheFirstCauseAndWhatHelps() {
    return scenarios().stream().map(s -> dynamicTest(s.cause + ": " + s.name, () -> holds(s)));
  }

  @Test
  void everyCauseIsPlantedTwice() {
    Map<Obstacle.Kind, Integer> count = new EnumMap<>(Obstacle.Kind.class);
    scenarios().forEach(s -> count.merge(s.cause, 1, Integer::sum));
    // A framework is only asked about the roles that it has.
    assertThat(count).hasSize(Obstacle.Kind.values().length - 1);
    assertThat(count.values()).allMatch(times -> times >= 2);
  }

  private void holds(Scenario scenario) {
    MasterRig rig = scenario.setting.rig;
    TestScheduler waiting = scenario.plant.apply(scenario.setting);
    int before = waiting.offers().size();

    List<Explanation> explanations = scenario.setting.why(waiting.id());
    assertThat(explanations).hasSize(1);
    Explanation explanation = explanations.get(0);
    assertThat(explanation.causes()).isNotEmpty();
    explanation.causes().forEach(WhyScenarioTest::pasted);
    Cause first = explanation.causes().get(0);
    assertThat(first.kind()).isEqualTo(scenario.cause);
    assertThat(first.what()).isNotBlank();
    assertThat(first.remedy().advice()).isNotBlank();
    assertThat(explanation.agents()).isEqualTo(scenario.setting.agents.size());
    assertThat(waiting.offers()).hasSize(before);

    scenario.follow.accept(waiting, first);
    rig.seconds(3);
    assertThat(waiting.offers().size()).as("offers after: %s", first).isGreaterThan(before);
    assertThat(rig.time.failures()).isEmpty();
  }

  /** The shell takes options before arguments only. */
  private static void pasted(Cause cause) {
    cause
        .remedy()
        .command()
        .filter(command -> command.startsWith("mesos:"))
        .ifPresent(command -> assertThat(command).matches(PASTED));
  }

  private List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>();
    all.addAll(aboutFrameworks());
    all.addAll(aboutAgents());
    all.addAll(aboutResources());
    all.addAll(aboutShares());
    return all;
  }

  private List<Scenario> aboutFrameworks() {
    BiConsumer<TestScheduler, Cause> subscribe = (s, cause) -> s.subscribe();
    BiConsumer<TestScheduler, Cause> revive = (s, cause) -> s.revive();
    return List.of(
        scenario(
            "it went away",
            FRAMEWORK_INACTIVE,
            setting(),
            x -> {
              x.agent(BIG);
              TestScheduler s = x.scheduler("s", "web").subscribe();
              s.drop();
              return s;
            },
            subscribe),
        scenario(
            "it went away while a task ran",
            FRAMEWORK_INACTIVE,
            setting(),
            x -> {
              TestAgent agent = x.agent(BIG);
              TestScheduler s = x.scheduler("s", "web").subscribe();
              x.run(s, agent, "t", "cpus:1;mem:64");
              s.drop();
              return s;
            },
            subscribe),
        scenario(
            "it came so",
            SUPPRESSED,
            setting(),
            x -> {
              x.agent(BIG);
              return x.scheduler("s", "web").subscribe("web");
            },
            revive),
        scenario(
            "it became so",
            SUPPRESSED,
            setting(),
            x -> {
              TestScheduler s = x.scheduler("s", "web").subscribe();
              s.suppress("web");
              x.agent(BIG);
              x.agent(BIG);
              x.seconds(2);
              return s;
            },
            revive),
        scenario(
            "it has declined for an hour",
            FILTER,
            setting(),
            x -> {
              x.agent(BIG);
              TestScheduler s = x.scheduler("s", "web").subscribe();
              x.seconds(2);
              s.decline(s.lastOffer(), 3600);
              x.seconds(2);
              return s;
            },
            revive),
        scenario(
            "it has declined for some seconds",
            FILTER,
            setting(),
            x -> {
              x.agent(BIG);
              TestScheduler s = x.scheduler("s", "web").subscribe();
              x.seconds(2);
              s.decline(s.lastOffer(), 20);
              x.seconds(2);
              return s;
            },
            (s, cause) -> {
              assertThat(cause.until()).isPresent();
              s.rig.time.advance(
                  Duration.between(s.rig.time.now(), cause.until().orElseThrow().plusSeconds(1)));
            }),
        constrained("agent1", "no agent has the attribute", "rack"),
        constrained("agent2", "no agent has the other attribute", "ssd"),
        scenario(
            "gpus are for those who want them",
            FRAMEWORK_CAPABILITY,
            setting(),
            x -> {
              x.agent("cpus:4;mem:1024;gpus:1");
              TestScheduler s = x.scheduler("s", "web").subscribe();
              x.seconds(2);
              return s;
            },
            (s, cause) -> able(s, GPU_RESOURCES)),
        scenario(
            "all agents have gpus",
            FRAMEWORK_CAPABILITY,
            setting(),
            x -> {
              x.agent("cpus:4;mem:1024;gpus:1");
              x.agent("cpus:2;mem:512;gpus:2");
              TestScheduler s = x.scheduler("s", "web").subscribe();
              x.seconds(2);
              return s;
            },
            (s, cause) -> able(s, GPU_RESOURCES)),
        remote("the agent is in another region", 1),
        remote("all agents are in another region", 2));
  }

  private Scenario remote(String name, int agents) {
    return scenario(
        name,
        FRAMEWORK_CAPABILITY,
        setting(),
        x -> {
          for (int i = 0; i < agents; i++) {
            x.agent(BIG, WhyScenarioTest::elsewhere);
          }
          TestScheduler s = x.scheduler("s", "web").subscribe();
          x.seconds(2);
          return s;
        },
        (s, cause) -> {
          assertThat(cause.what()).contains("another region").contains("REGION_AWARE");
          assertThat(cause.remedy().advice()).contains("capability REGION_AWARE");
          able(s, REGION_AWARE);
        });
  }

  private static TestAgent elsewhere(TestAgent agent) {
    agent.info =
        agent.info.toBuilder()
            .setDomain(Domains.parse(DomainScenarioTest.json("elsewhere", "z")))
            .build();
    return agent;
  }

  private static void able(TestScheduler scheduler, FrameworkInfo.Capability.Type ability) {
    FrameworkInfo.Builder able = scheduler.info.toBuilder();
    able.addCapabilitiesBuilder().setType(ability);
    assertThat(scheduler.update(able.build())).isEqualTo(Outcome.ACCEPTED);
  }

  private Scenario constrained(String host, String name, String attribute) {
    AttributeConstraint.Builder exists = AttributeConstraint.newBuilder();
    exists.getSelectorBuilder().setAttributeName(attribute);
    exists.getPredicateBuilder().getExistsBuilder();
    OfferConstraints.RoleConstraints.Builder role = OfferConstraints.RoleConstraints.newBuilder();
    role.addGroupsBuilder().addAttributeConstraints(exists);
    OfferConstraints constraints =
        OfferConstraints.newBuilder().putRoleConstraints("web", role.build()).build();
    return scenario(
        name + " on " + host,
        CONSTRAINT,
        setting(),
        x -> {
          x.agent(BIG);
          TestScheduler s = x.scheduler("s", "web");
          s.subscribe(
              Principal.ANONYMOUS,
              Call.Subscribe.newBuilder()
                  .setFrameworkInfo(s.info)
                  .setOfferConstraints(constraints));
          x.seconds(2);
          return s;
        },
        (s, cause) -> {
          assertThat(cause.what()).contains("attribute " + attribute + " exists");
          assertThat(s.update(s.info)).isEqualTo(Outcome.ACCEPTED);
        });
  }

  private List<Scenario> aboutAgents() {
    return List.of(
        away("the only agent is away", 1),
        away("all agents are away", 3),
        deactivated("its host is worked on", 1),
        deactivated("all hosts are worked on", 3),
        scenario(
            "another host is listed",
            WHITELIST,
            listing("elsewhere"),
            this::waitsForHost,
            WhyScenarioTest::echo),
        scenario(
            "no host is listed", WHITELIST, listing(), this::waitsForHost, WhyScenarioTest::echo),
        old("it takes one role only", "web", AgentInfo.Capability.Type.MULTI_ROLE),
        old("it takes no role below others", "web/a", AgentInfo.Capability.Type.HIERARCHICAL_ROLE));
  }

  private Scenario away(String name, int agents) {
    WhySetting setting = setting();
    return scenario(
        name,
        AGENT_INACTIVE,
        setting,
        x -> {
          for (int i = 0; i < agents; i++) {
            x.agent(BIG);
          }
          TestScheduler s = x.scheduler("s", "web").subscribe();
          x.seconds(2);
          x.agents.forEach(TestAgent::drop);
          return s;
        },
        (s, cause) -> {
          assertThat(cause.agents()).isEqualTo(agents);
          TestAgent back = setting.agents.get(0);
          back.connect();
          back.reregister(m -> m);
        });
  }

  private Scenario deactivated(String name, int agents) {
    WhySetting setting = setting();
    return scenario(
        name,
        AGENT_DEACTIVATED,
        setting,
        x -> {
          for (int i = 0; i < agents; i++) {
            AgentID id = x.agent(BIG).id();
            x.rig.master.deactivate(Principal.ANONYMOUS, id);
          }
          TestScheduler s = x.scheduler("s", "web").subscribe();
          x.seconds(2);
          return s;
        },
        (s, cause) -> {
          assertThat(cause.agents()).isEqualTo(agents);
          String[] words = cause.remedy().command().orElseThrow().split(" ");
          assertThat(words[0]).isEqualTo("mesos:agent-reactivate");
          AgentID id = AgentID.newBuilder().setValue(words[1]).build();
          setting.rig.master.reactivate(Principal.ANONYMOUS, id);
        });
  }

  private TestScheduler waitsForHost(WhySetting x) {
    x.seconds(6);
    x.agent(BIG);
    TestScheduler s = x.scheduler("s", "web").subscribe();
    x.seconds(2);
    return s;
  }

  /** Does what {@code echo HOST >> FILE} does. */
  private static void echo(TestScheduler s, Cause cause) {
    String[] words = cause.remedy().command().orElseThrow().split(" ");
    assertThat(words[0] + words[2]).isEqualTo("echo>>");
    try {
      Files.writeString(Path.of(words[3]), words[1] + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    s.rig.seconds(6);
  }

  private Scenario old(String name, String role, AgentInfo.Capability.Type lacking) {
    WhySetting setting = setting();
    return scenario(
        name,
        AGENT_CAPABILITY,
        setting,
        x -> {
          x.agent(
              BIG,
              agent -> {
                agent.capabilities.removeIf(c -> c.getType() == lacking);
                return agent;
              });
          TestScheduler s = x.scheduler("s", role).subscribe();
          x.seconds(2);
          return s;
        },
        (s, cause) -> {
          assertThat(cause.what()).contains(lacking.name());
          TestAgent agent = setting.agents.get(0);
          agent.drop();
          agent.able(lacking).connect();
          agent.reregister(m -> m);
        });
  }

  private List<Scenario> aboutResources() {
    return List.of(
        scenario(
            "another one holds offers",
            IN_USE,
            setting(),
            x -> {
              x.agent(BIG);
              x.holder("db");
              return x.scheduler("s", "web").subscribe();
            },
            (s, cause) -> {
              assertThat(cause.remedy().advice()).contains("--offer_timeout");
              TestScheduler holder = holder(s);
              holder.decline(holder.lastOffer(), 3600);
            }),
        scenario(
            "another one's task has it all",
            IN_USE,
            setting(),
            x -> {
              TestAgent agent = x.agent(BIG);
              x.holder("db");
              x.run(x.other, agent, "t", BIG);
              return x.scheduler("s", "web").subscribe();
            },
            (s, cause) -> {
              TestScheduler holder = holder(s);
              assertThat(cause.remedy().command())
                  .hasValue("mesos:kill --framework " + holder.id().getValue() + " t");
              TestAgent agent = settingOf(s).agents.get(0);
              agent.update(holder.id(), "t", TaskState.TASK_KILLED);
              holder.acknowledge(agent, "t", TaskState.TASK_KILLED);
              holder.suppress();
            }),
        scenario(
            "statically, to another role",
            RESERVED,
            setting(),
            x -> {
              x.agent("cpus(db):4;mem(db):1024");
              TestScheduler s = x.scheduler("s", "web").subscribe();
              x.seconds(2);
              return s;
            },
            (s, cause) -> {
              assertThat(cause.what()).contains("db");
              settingOf(s).agent("cpus(web):4;mem(web):1024");
            }),
        scenario(
            "dynamically, to another role",
            RESERVED,
            setting(),
            x -> {
              TestAgent agent = x.agent(BIG);
              x.done(
                  x.rig.master.operate(
                      Principal.ANONYMOUS,
                      agent.id(),
                      Operations.reserve(
                          Operations.reserved("cpus:4"), Operations.reserved("mem:1024"))));
              TestScheduler s = x.scheduler("s", "web").subscribe();
              x.seconds(2);
              return s;
            },
            (s, cause) -> {
              WhySetting x = settingOf(s);
              assertThat(cause.remedy().command())
                  .hasValue(
                      "mesos:unreserve "
                          + x.agents.get(0).id().getValue()
                          + " "
                          + Operations.ROLE
                          + " 'cpus:4;mem:1024'");
              x.done(
                  x.rig.master.operate(
                      Principal.ANONYMOUS,
                      x.agents.get(0).id(),
                      Operations.unreserve(
                          Operations.reserved("cpus:4"), Operations.reserved("mem:1024"))));
            }),
        minimum("the agent is tiny", "cpus:0.005;mem:10", "cpus:0.001"),
        scenario(
            "it wants more than any agent has",
            MINIMUM,
            setting(),
            x -> {
              x.agent(BIG);
              TestScheduler s = x.scheduler("s", "web").with(i -> least(i, "cpus:100")).subscribe();
              x.seconds(2);
              return s;
            },
            (s, cause) ->
                assertThat(s.update(least(s.info.toBuilder(), "cpus:1").build()))
                    .isEqualTo(Outcome.ACCEPTED)));
  }

  private Scenario minimum(String name, String resources, String enough) {
    return scenario(
        name,
        MINIMUM,
        setting(),
        x -> {
          x.agent(resources);
          TestScheduler s = x.scheduler("s", "web").subscribe();
          x.seconds(2);
          return s;
        },
        (s, cause) ->
            assertThat(s.update(least(s.info.toBuilder(), enough).build()))
                .isEqualTo(Outcome.ACCEPTED));
  }

  private static FrameworkInfo.Builder least(FrameworkInfo.Builder info, String text) {
    OfferFilters.ResourceQuantities.Builder least = OfferFilters.ResourceQuantities.newBuilder();
    ResourceQuantities.parse(text)
        .forEach(
            (name, milli) ->
                least.putQuantities(
                    name, Value.Scalar.newBuilder().setValue(milli / 1000.0).build()));
    OfferFilters.Builder filters = OfferFilters.newBuilder();
    filters.getMinAllocatableResourcesBuilder().addQuantities(least);
    return info.putOfferFilters("web", filters.build());
  }

  private WhySetting settingOf(TestScheduler scheduler) {
    return Objects.requireNonNull(settings.get(scheduler.rig));
  }

  private TestScheduler holder(TestScheduler waiting) {
    return settingOf(waiting).other;
  }

  private List<Scenario> aboutShares() {
    return List.of(
        scenario(
            "the limit is reached by a task",
            QUOTA_LIMIT,
            setting(),
            x -> {
              TestAgent agent = x.agent(BIG);
              x.quota("web", "", "cpus:1;mem:64");
              TestScheduler s = x.scheduler("s", "web").subscribe();
              x.run(s, agent, "t", "cpus:1;mem:64");
              x.seconds(6);
              return s;
            },
            this::raise),
        scenario(
            "nothing is allowed",
            QUOTA_LIMIT,
            setting(),
            x -> {
              x.agent(BIG);
              x.quota("web", "", "cpus:0;mem:0");
              TestScheduler s = x.scheduler("s", "web").subscribe();
              x.seconds(2);
              return s;
            },
            this::raise),
        scenario(
            "the role above has had its limit",
            QUOTA_LIMIT,
            setting(),
            x -> {
              x.agent(BIG);
              x.quota("web", "", "cpus:0;mem:0");
              TestScheduler s = x.scheduler("s", "web/a").subscribe();
              x.seconds(2);
              return s;
            },
            this::raise),
        cut(
            "a limit of the role above has cut it",
            x -> x.quota("lab", "", "cpus:0;mem:512"),
            "role 'lab' may have no more cpus and mem by its limits",
            "mesos:quota-set --limits 'cpus:1;mem:1536' lab"),
        cut(
            "a limit of the role above has cut it, and guarantees are kept",
            x -> x.quota("lab", "mem:64", "cpus:0"),
            "role 'lab' may have no more cpus by its limit",
            "mesos:quota-set --guarantees 'mem:64' --limits 'cpus:1' lab"),
        cut(
            "guarantees of others have cut it",
            x -> x.quota("db", "cpus:4", "mem:4096"),
            "role 'db' is guaranteed what is left of cpus",
            "mesos:quota-set --limits 'mem:4096' db"),
        scenario(
            "a role that is owed something has had its limit",
            QUOTA_LIMIT,
            setting(),
            x -> {
              TestAgent agent = x.agent(BIG);
              x.quota("web", "cpus:1;mem:64", "cpus:1;mem:64");
              TestScheduler s = x.scheduler("s", "web").subscribe();
              x.run(s, agent, "t", "cpus:1;mem:64");
              x.seconds(6);
              return s;
            },
            (s, cause) -> {
              assertThat(cause.remedy().command().orElseThrow()).contains("--guarantees 'cpus:1;");
              raise(s, cause);
            }),
        scenario(
            "all is guaranteed to a role that has limits, too",
            HEADROOM,
            setting(),
            x -> {
              x.agent(BIG);
              x.quota("db", "cpus:4;mem:1024", "cpus:8;mem:2048");
              TestScheduler s = x.scheduler("s", "web").subscribe();
              x.seconds(2);
              return s;
            },
            (s, cause) -> {
              assertThat(cause.remedy().command())
                  .hasValue("mesos:quota-set --limits 'cpus:8;mem:2048' db");
              raise(s, cause);
            }),
        owed("of three agents, too", 3),
        owed("all is guaranteed to another role", 1),
        owed("of two agents, too", 2),
        shares("two of one role", "web", "web"),
        shares("two of two roles", "web", "db"));
  }

  private void raise(TestScheduler s, Cause cause) {
    Matcher command = QUOTA_SET.matcher(cause.remedy().command().orElseThrow());
    assertThat(command.matches()).as(command.toString()).isTrue();
    settingOf(s)
        .quota(
            command.group(3), Objects.requireNonNullElse(command.group(1), ""), command.group(2));
  }

  /** A framework whose tasks need cpus declines memory without them. */
  private Scenario cut(String name, Consumer<WhySetting> quota, String what, String command) {
    return scenario(
        name,
        FILTER,
        setting(),
        x -> {
          x.agent(BIG);
          quota.accept(x);
          TestScheduler s = x.scheduler("s", "lab/sub").subscribe();
          x.seconds(2);
          s.decline(s.lastOffer(), 3600);
          x.seconds(2);
          return s;
        },
        (s, cause) -> {
          assertThat(cause.what()).contains("the offer was cut: " + what);
          assertThat(cause.remedy().advice()).contains("if its tasks need more cpus");
          assertThat(cause.remedy().command()).hasValue(command);
          raise(s, cause);
        });
  }

  private Scenario owed(String name, int agents) {
    return scenario(
        name,
        HEADROOM,
        setting(),
        x -> {
          for (int i = 0; i < agents; i++) {
            x.agent(BIG);
          }
          x.quota("db", "cpus:" + 4 * agents + ";mem:" + 1024 * agents, "");
          TestScheduler s = x.scheduler("s", "web").subscribe();
          x.seconds(2);
          return s;
        },
        (s, cause) -> {
          assertThat(cause.remedy().command()).hasValue("mesos:quota-remove db");
          WhySetting x = settingOf(s);
          x.done(x.rig.master.removeQuota(Principal.ANONYMOUS, "db"));
        });
  }

  /** One that has something waits for one that has nothing to be served. */
  private Scenario shares(String name, String mine, String theirs) {
    return scenario(
        name,
        FAIR_SHARE,
        setting(),
        x -> {
          TestAgent agent = x.agent(BIG);
          TestScheduler s = x.scheduler("s", mine).subscribe();
          x.run(s, agent, "t", "cpus:2;mem:512");
          x.seconds(8);
          x.other = x.scheduler("other", theirs).subscribe();
          s.decline(s.lastOffer(), 0);
          return s;
        },
        (s, cause) -> {
          TestScheduler other = holder(s);
          assertThat(cause.what()).contains(other.id().getValue());
          s.rig.seconds(2);
          other.decline(other.lastOffer(), 3600);
        });
  }

  @Test
  void answersWithinASecondAtAThousandAgents() {
    WhySetting x = setting();
    for (int i = 0; i < 1000; i++) {
      x.agent(BIG);
    }
    TestScheduler s = x.scheduler("s", "web").subscribe("web");
    List<Explanation> answer = x.why(s.id());
    assertThat(answer.get(0).causes()).hasSize(1);
    assertThat(answer.get(0).causes().get(0).agents()).isEqualTo(1000);
    assertThat(answer.get(0).causes().get(0).examples()).hasSize(3);
  }

  /** Names that frameworks choose must not become commands. */
  @Test
  void putsNoNamesIntoCommandsThatCouldBeMore() {
    WhySetting x = setting();
    TestAgent agent = x.agent(BIG);
    x.holder("db");
    x.run(x.other, agent, "t; mesos:quota-remove prod", BIG);
    TestScheduler s = x.scheduler("s", "web").subscribe();
    Cause first = x.why(s.id()).get(0).causes().get(0);
    assertThat(first.kind()).isEqualTo(IN_USE);
    assertThat(first.remedy().command()).isEmpty();
  }

  @Test
  void answersOneQuestionAtATime() {
    WhySetting x = setting();
    TestScheduler s = x.scheduler("s", "web").subscribe();
    var one = x.rig.master.whyRole("web").toCompletableFuture();
    var two = x.rig.master.why(s.id()).toCompletableFuture();
    x.rig.time.run();
    assertThat(one).isCompleted();
    assertThat(two).isCompletedExceptionally();
    assertThat(x.why(s.id())).hasSize(1);
  }

  @Test
  void isSilentAboutFrameworksThatAreNotThere() {
    WhySetting x = setting();
    assertThat(x.why(FrameworkID.newBuilder().setValue("nobody").build())).isEmpty();
    var role = x.rig.master.whyRole("none").toCompletableFuture();
    x.rig.time.run();
    assertThat(role.join()).isEmpty();
  }

  @Test
  void answersForTheRolesBelowOne() {
    WhySetting x = setting();
    x.scheduler("b", "lab/sub").subscribe();
    x.scheduler("a", "lab").subscribe();
    x.scheduler("c", "laboratory").subscribe();
    assertThat(x.whyRole("lab")).extracting(Explanation::role).containsExactly("lab", "lab/sub");
    assertThat(x.whyRole("la")).isEmpty();
  }

  @Test
  void failsWithoutAnAllocator() {
    WhySetting x = setting();
    TestScheduler s = x.scheduler("s", "web").subscribe();
    x.rig.master.removeAllocator();
    x.rig.time.run();
    var answer = x.rig.master.why(s.id()).toCompletableFuture();
    x.rig.time.run();
    assertThat(answer).isCompletedExceptionally();
  }
}
