package org.meseta.examples.demo;

import static org.meseta.examples.demo.Scene.program;
import static org.meseta.examples.demo.Scene.shell;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.meseta.protocol.v1.TaskState;

/** What the demo runs: commands that end in all the ways in which commands end. */
final class Scenes {
  private static final TaskState FAILED = TaskState.TASK_FAILED;

  private Scenes() {}

  static List<Scene> all() {
    return List.of(
        shell("hello", "echo hello, cluster", "hello, cluster"),
        shell("silent", "true", ""),
        shell("lines", "printf 'one\\ntwo\\nthree\\n'", "three"),
        shell("unicode", "echo 'grüße, κόσμε'", "grüße, κόσμε"),
        shell("pipeline", "seq 100 | sort -rn | head -n 1", "100"),
        shell("much-output", "seq 20000", "1000"),
        shell("arithmetic", "i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done; echo $i", "50000"),
        shell("memory", "x=$(head -c 3000000 /dev/zero | tr '\\0' x); echo ${#x}", "3000000"),
        shell("child", "(sleep 0.2; echo done by a child) & wait", "done by a child"),
        shell("in-sandbox", "basename \"$(dirname \"$PWD\")\"", "runs"),
        shell("writes-a-file", "echo to be read back > note.txt", "to be read back")
            .writes("note.txt"),
        shell("writes-in-folder", "mkdir -p a/b && echo deep > a/b/c", "deep").writes("a/b/c"),
        shell("stderr", "echo this is an error >&2", "this is an error").writes("stderr"),
        program(
            "arguments", List.of("/bin/echo", "two words", "$HOME"), Map.of(), "two words $HOME"),
        program(
            "dotted-environment",
            List.of("/usr/bin/env"),
            Map.of("demo.dotted-name", "kept", "DEMO", "too"),
            "demo.dotted-name=kept"),
        shell("exit-1", "echo says no; exit 1", "says no").ends(FAILED, "status 1"),
        shell("exit-3", "exit 3", "").ends(FAILED, "status 3"),
        shell("exit-137", "exit 137", "").ends(FAILED, "status 137"),
        shell("kills-itself", "echo farewell; kill -9 $$", "farewell")
            .ends(FAILED, "signal Killed"),
        shell("terminates-itself", "kill -TERM $$", "").ends(FAILED, "signal Terminated"),
        shell("missing-command", "no-such-command-anywhere", "").ends(FAILED, "status 127"),
        program("missing-program", List.of("/no/such/program"), Map.of(), "").ends(FAILED, ""),
        shell("sleeper", "echo asleep; exec sleep 1000", "asleep").isKilled("signal Terminated"),
        shell(
                "says-goodbye",
                "trap 'echo bye; exit' TERM; echo up; while :; do sleep 0.1; done",
                "bye")
            .isKilled(""),
        shell(
                "ignores-sigterm",
                "trap '' TERM; echo stubborn; while :; do sleep 1; done",
                "stubborn")
            .withGrace(Duration.ofSeconds(1))
            .isKilled("signal Killed"),
        shell("family", "sleep 1000 & sleep 1000 & echo three of us; wait", "three of us")
            .isKilled("signal Terminated"),
        shell("asks-too-much", "true", "").needs("cpus:10000").ends(TaskState.TASK_ERROR, ""));
  }
}
