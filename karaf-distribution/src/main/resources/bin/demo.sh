# Sourced by bin/meseta: a cluster of its own on free loopback ports and in a temporary folder, and
# the example scheduler on it. Whatever happens, no process and no file stays behind.

free_port() {
  while :; do
    port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
    grep -q "$(printf ':%04X 0' "$port")" /proc/net/tcp /proc/net/tcp6 2>/dev/null || break
  done
  echo "$port"
}

# Tasks outlive an agent that was killed; they are known by the folder they work in.
kill_tasks() {
  for process in /proc/[0-9]*; do
    case $(readlink "$process/cwd" 2>/dev/null) in
      "$folder"/*) kill -9 "${process#/proc/}" 2>/dev/null || true ;;
    esac
  done
}

alive() {
  [ -e "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null
}

# A cluster that does not end when it is told to has 15 seconds.
end_cluster() {
  kill "$cluster" 2>/dev/null || true
  tries=150
  while alive "$cluster" && [ "$tries" -gt 0 ]; do
    tries=$((tries - 1))
    sleep 0.1
  done
  kill -9 "$cluster" 2>/dev/null || true
  wait "$cluster" 2>/dev/null || true
}

clean_up() {
  trap '' HUP INT TERM
  trap - EXIT
  [ -z "$scheduler" ] || kill "$scheduler" 2>/dev/null || true
  [ -z "$cluster" ] || end_cluster
  kill_tasks
  rm -rf "$folder"
}

if [ $# -gt 0 ]; then
  [ "$*" = --help ] || die "demo takes no flags, and '$*' was given"
  cat <<'TEXT'
Usage: meseta demo

Starts a cluster of its own on free ports of this host and in a temporary folder, runs some tasks on
it, shows what becomes of them, and removes it all. Ends with 0 if each task ended as it should.
TEXT
  exit
fi

cluster= scheduler=
folder=$(mktemp -d "${TMPDIR:-/tmp}/meseta-demo.XXXXXX")
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
# Tasks may run as another user and must reach their sandboxes.
chmod 755 "$folder"
master_port=$(free_port)
agent_port=$(free_port)
while [ "$agent_port" = "$master_port" ]; do agent_port=$(free_port); done

sh "$home/bin/meseta" local --ip=127.0.0.1 --port="$master_port" --agent_port="$agent_port" \
  --work_dir="$folder" --resources="cpus:8;mem:2048;disk:2048;ports:[31000-31100]" \
  >"$folder/cluster.log" 2>&1 &
cluster=$!
echo "A master at 127.0.0.1:$master_port and an agent at 127.0.0.1:$agent_port, process $cluster."

status=0
# In the background, since a shell that waits for a program in the foreground answers no signal.
tool org.meseta.examples.Demo --master="127.0.0.1:$master_port" &
scheduler=$!
wait "$scheduler" || status=$?
if [ "$status" -ne 0 ]; then
  kill -0 "$cluster" 2>/dev/null || echo "The cluster's process is gone." >&2
  echo "The last lines of the cluster's log:" >&2
  tail -n 15 "$folder/cluster.log" >&2
fi
exit "$status"
