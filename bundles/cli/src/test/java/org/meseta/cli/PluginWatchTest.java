package org.meseta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.ManualTime;

/** A jar goes where it is wanted when it is whole, and when it is another one. */
class PluginWatchTest {
  private final ManualTime time = new ManualTime();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @TempDir Path temporary;
  private Path jar = Path.of("");
  private Path deploy = Path.of("");
  private PluginWatch watch;
  private long changes;

  @BeforeEach
  void start() throws IOException {
    jar = temporary.resolve("plugin.jar");
    deploy = Files.createDirectories(temporary.resolve("karaf-master/deploy"));
    EventLoop loop = time.loop("watch");
    Report report = new Report(new PrintStream(out, true, StandardCharsets.UTF_8), time.clock());
    watch =
        new PluginWatch(
            jar, List.of(Target.of(deploy)), loop, time.blocking("files", 1, loop), report);
    watch.start();
  }

  private void looks(int times) {
    time.advance(PluginWatch.PACE.multipliedBy(times));
  }

  /** As a build does it, at a time of its own. */
  private void build(String version) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Bundle-Version", version);
    try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      to.flush();
    }
    changed();
  }

  private void changed() throws IOException {
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000 + 1000 * changes++));
  }

  private void assertDeployed() throws IOException {
    assertThat(Files.mismatch(jar, deploy.resolve("plugin.jar"))).isEqualTo(-1);
    try (Stream<Path> all = Files.list(deploy)) {
      assertThat(all).as("nothing else").hasSize(1);
    }
  }

  private long copies() {
    return Arrays.stream(printed().split("\n")).filter(line -> line.contains("copied")).count();
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void waitsForAFileThatIsNotThereYet() throws IOException {
    looks(10);
    assertThat(printed()).containsOnlyOnce("is not there yet");
    build("1.0.0");
    looks(3);
    assertDeployed();
  }

  @Test
  void copiesEachNewContentOnce() throws IOException {
    build("1.0.0");
    looks(10);
    assertThat(copies()).isEqualTo(1);
    build("1.1.0");
    looks(10);
    assertThat(copies()).isEqualTo(2);
    assertDeployed();
  }

  @Test
  void leavesTheSameContentAlone() throws IOException {
    build("1.0.0");
    looks(3);
    FileTime before = Files.getLastModifiedTime(deploy.resolve("plugin.jar"));
    changed();
    looks(3);
    assertThat(copies()).isEqualTo(1);
    assertThat(printed()).contains("already");
    assertThat(Files.getLastModifiedTime(deploy.resolve("plugin.jar"))).isEqualTo(before);
  }

  @Test
  void waitsWhileTheFileGrows() throws IOException {
    time.run();
    for (int i = 0; i < 10; i++) {
      build("1.0." + i);
      looks(1);
    }
    assertThat(copies()).isZero();
    looks(1);
    assertThat(copies()).isEqualTo(1);
  }

  @Test
  void leavesAloneWhatIsNoWholeJar() throws IOException {
    build("1.0.0");
    byte[] whole = Files.readAllBytes(jar);
    Files.write(jar, Arrays.copyOf(whole, whole.length - 10));
    changed();
    looks(10);
    assertThat(printed()).containsOnlyOnce("is no whole jar");
    assertThat(deploy).isEmptyDirectory();
    Files.write(jar, whole);
    changed();
    looks(3);
    assertDeployed();
  }

  @Test
  void saysWhatStandsInItsWayAndGoesOn() throws IOException {
    build("1.0.0");
    Files.delete(deploy);
    looks(10);
    assertThat(printed()).containsOnlyOnce("cannot copy");
    Files.createDirectory(deploy);
    build("1.0.1");
    looks(3);
    assertDeployed();
  }

  @Test
  void leavesNothingHalfDone() throws IOException {
    Files.writeString(deploy.resolve(".plugin.jar.new"), "half");
    watch.close();
    assertThat(deploy).isEmptyDirectory();
  }

  @Test
  void findsWhereAProcessTellsOfItsPlugins() throws IOException {
    assertThat(Target.of(deploy).plugins()).isEmpty();
    Files.writeString(temporary.resolve("master.port"), "5050\n");
    Files.writeString(temporary.resolve("agent.port"), "5051\n");
    assertThat(Target.of(deploy).plugins())
        .extracting(Object::toString)
        .containsExactly("http://127.0.0.1:5050/plugins");
    assertThat(Target.of(temporary.resolve("karaf-local/deploy")).plugins()).hasSize(2);
    assertThat(Target.of(temporary).plugins()).isEmpty();
  }

  @Test
  void findsTheProcessesOfThisHost() throws IOException {
    process(1, "java", "-Dkaraf.base=" + temporary.resolve("karaf-master"), "-Dmeseta.role=master");
    process(2, "java", "-Dkaraf.base=" + temporary.resolve("other"));
    process(3, "java", "-Dkaraf.base=" + temporary.resolve("gone"), "-Dmeseta.role=agent");
    Files.createDirectories(temporary.resolve("proc/4"));
    assertThat(RunningProcesses.deployFolders(temporary.resolve("proc"))).containsExactly(deploy);
    assertThat(RunningProcesses.deployFolders(temporary.resolve("nowhere"))).isEmpty();
  }

  private void process(int pid, String... command) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("proc/" + pid));
    Files.writeString(folder.resolve("cmdline"), String.join("\0", command) + "\0");
  }

  @Test
  void tellsEachNewsOfTheFileOnce() {
    FileNews none = news("");
    FileNews refused = news("'refused':[{'file':'plugin.jar','time':'t1','reason':'it needs x'}]");
    assertThat(refused.since(none)).containsExactly("refused: it needs x");
    assertThat(refused.since(refused)).isEmpty();
    String plugin = "'bundle':'b','version':'1.0.0','calls':{'count':1}";
    FileNews starting = news(file("t2", "") + plugin("starting", "t2", plugin));
    assertThat(starting.since(refused)).containsExactly("b 1.0.0 is installed");
    FileNews running = news(file("t2", "") + plugin("running", "t3", plugin));
    assertThat(running.since(starting)).containsExactly("allocator fifo is running");
    FileNews again = news(file("t4", "1.0.0") + plugin("running", "t5", plugin));
    assertThat(again.since(running))
        .containsExactly("b 1.0.0 replaces 1.0.0", "allocator fifo is running");
    FileNews out = news(file("t4", "1.0.0") + plugin("quarantined", "t6", plugin));
    assertThat(out.since(again)).containsExactly("allocator fifo is quarantined: why");
    assertThat(none.since(out)).containsExactly("b is uninstalled");
  }

  @Test
  void knowsNothingOfAnAnswerThatCannotBeRead() {
    for (String answer : List.of("", "{", "no json", "[]", "{\"files\":[{\"file\":")) {
      FileNews news = FileNews.read(answer.getBytes(StandardCharsets.UTF_8), "plugin.jar");
      assertThat(news.since(news)).isEmpty();
      assertThat(news.file()).isEmpty();
    }
  }

  private static String file(String time, String replaces) {
    return "'files':[{'file':'plugin.jar','bundle':'b','version':'1.0.0','time':'%s','replaces':'%s'}],"
        .formatted(time, replaces);
  }

  private static String plugin(String state, String since, String rest) {
    String reason = state.equals("quarantined") ? "why" : "";
    return "'plugins':[{'kind':'allocator','name':'fifo','state':'%s','since':'%s','reason':'%s',%s}]"
        .formatted(state, since, reason, rest);
  }

  private static FileNews news(String content) {
    byte[] answer = ("{" + content + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return FileNews.read(answer, "plugin.jar");
  }

  @Test
  void refusesWhatCannotBeWatched() {
    assertThat(Main.run("plugin", "watch", "readme.txt")).isEqualTo(2);
    assertThat(Main.run("plugin", "watch", "a.jar", "--deploy=" + temporary.resolve("no")))
        .isEqualTo(2);
    assertThat(Main.run("plugin", "watch")).isEqualTo(2);
    assertThat(Main.run("plugin")).isEqualTo(2);
  }
}
