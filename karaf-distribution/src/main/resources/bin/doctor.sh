# Sourced by bin/meseta: says what this host can do for a master and an agent, what it cannot, and
# what to do about it. Changes nothing, and leaves nothing behind.

doctor_usage() {
  cat <<'TEXT'
Usage: meseta doctor [--work_dir=DIR] [--port=PORT ...]

Says what this host can do for a master and an agent, and what to do about the rest.

  --work_dir=DIR   also looks at this working folder
  --port=PORT      looks at these ports; by default 5050 and 5051

Exit status:
  0   all that is needed is here
  1   something needed is missing
TEXT
}

missing=0

good() {
  printf 'ok       %s\n' "$1"
}

# It works, with less.
limited() {
  printf 'limited  %s\n         -> %s\n' "$1" "$2"
}

# It does not work without.
missing() {
  printf 'MISSING  %s\n         -> %s\n' "$1" "$2"
  missing=$((missing + 1))
}

runs() {
  "$@" >/dev/null 2>&1
}

check_java() {
  version=$("$java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java.version = //p' || true)
  major=${version%%.*}
  case $major in
    '' | *[!0-9]*)
      missing "Java: $java does not run" \
        "install a JDK 17 (Debian: openjdk-17-jre-headless) or set JAVA_HOME"
      ;;
    *)
      if [ "$major" -ge 17 ]; then
        good "Java $version"
      else
        missing "Java $version is too old" \
          "install Java 17 or later (Debian: openjdk-17-jre-headless) or set JAVA_HOME"
      fi
      ;;
  esac
}

check_memory() {
  available=$(($(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo) / 1024))
  if [ "$available" -ge 512 ]; then
    good "memory: $available MiB available"
  else
    limited "memory: only $available MiB available" \
      "an agent needs 200 MiB, a small master 350; set MESETA_HEAP for less or more"
  fi
}

check_files() {
  files=$(ulimit -n)
  if [ "$files" = unlimited ] || [ "$files" -ge 16384 ]; then
    good "open files: $files"
  else
    limited "open files: $files, and a master needs one for each agent and each scheduler" \
      "ulimit -n 65536 before the start, or LimitNOFILE=65536 in its systemd unit"
  fi
}

a_port() {
  printf '%s' "$1" | grep -Eq '^[0-9]{1,5}$' && [ "$1" -ge 1 ] && [ "$1" -le 65535 ] ||
    die "Flag --port: '$1' is no port"
}

check_port() {
  if grep -q "$(printf ':%04X [0-9A-F]*:0000 0A' "$1")" /proc/net/tcp /proc/net/tcp6 2>/dev/null; then
    limited "port $1: something listens there" "stop it, or start with another --port"
  else
    good "port $1 is free"
  fi
}

check_folder() {
  folder=$1
  while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
  if [ ! -w "$folder" ]; then
    missing "working folder: $folder cannot be written" "choose another --work_dir, or chown it"
    return
  fi
  free=$(($(df -Pk "$folder" | awk 'NR == 2 { print $4 }') / 1024))
  if [ "$free" -ge 1024 ]; then
    good "working folder: $free MiB free in $folder"
  else
    limited "working folder: only $free MiB free in $folder" \
      "logs and sandboxes need more; choose another --work_dir"
  fi
  if [ "$(stat -f -c %T "$folder")" = tmpfs ]; then
    limited "working folder: $folder is in memory" \
      "the next boot empties it: choose a --work_dir on a disk"
  fi
}

check_tools() {
  for pair in setsid:util-linux flock:util-linux env:coreutils readlink:coreutils; do
    tool=${pair%:*}
    if runs command -v "$tool"; then
      good "$tool"
    else
      missing "$tool is not here; nothing starts without it" "install the package ${pair#*:}"
    fi
  done
  # shellcheck disable=SC2016 # env puts the value in, not the shell
  if [ "$(V0=x env -i -S '-- a.b=${V0}' env 2>/dev/null)" = a.b=x ]; then
    good "tasks get their variables where nobody else can read them"
  else
    missing "env has no option -S, and an agent needs it" "install coreutils 8.30 or later"
  fi
  if runs env -i --default-signal true; then
    good "tasks start with default signals"
  else
    limited "env has no --default-signal: tasks inherit ignored signals" \
      "use env of GNU coreutils 8.31 or later"
  fi
}

check_users() {
  if [ "$(id -u)" -ne 0 ]; then
    limited "user $(id -un): all tasks of an agent run as this user, without cgroups" \
      "start agents as root to run tasks as users of their own"
  elif runs setpriv --reuid=0 --regid=0 --clear-groups -- true; then
    good "tasks run as the user that their framework names"
  else
    missing "setpriv does not run, and an agent of root's needs it" "install the package util-linux"
  fi
}

# The folder of the cgroups of which an agent could make one of its own.
check_cgroups() {
  unified=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/self/mounts)
  freezer=$(awk '$3 == "cgroup" && $4 ~ /(^|,)freezer(,|$)/ { print $2; exit }' /proc/self/mounts)
  if [ -n "$unified" ] && runs mkdir "$unified/meseta-doctor.$$"; then
    kill=no
    [ ! -e "$unified/meseta-doctor.$$/cgroup.kill" ] || kill=yes
    rmdir "$unified/meseta-doctor.$$"
    if [ "$kill" = yes ]; then
      good "tasks are kept together and killed by cgroups of version 2"
      return
    fi
  fi
  if [ -n "$freezer" ] && runs mkdir "$freezer/meseta-doctor.$$"; then
    rmdir "$freezer/meseta-doctor.$$"
    good "tasks are kept together and killed by the freezer cgroup, version 1"
    return
  fi
  limited "no cgroup can be made here: a task's processes are found by session and environment" \
    "start the agent as root where /sys/fs/cgroup is mounted and can be written"
}

check_ssh() {
  if runs command -v ssh; then
    good "meseta shell finds ssh"
  else
    limited "no ssh: meseta shell cannot connect" "install the package openssh-client"
  fi
}

doctor() {
  work_dir=
  ports=
  for argument; do
    case $argument in
      --work_dir=*) work_dir=${argument#*=} ;;
      --port=*) a_port "${argument#*=}" && ports="$ports ${argument#*=}" ;;
      --help) doctor_usage; exit 0 ;;
      *) die "unknown argument $argument; see 'meseta doctor --help'" ;;
    esac
  done
  echo "For a master and an agent"
  check_java
  check_memory
  check_files
  for port in ${ports:-5050 5051}; do check_port "$port"; done
  [ -z "$work_dir" ] || check_folder "$work_dir"
  check_ssh
  echo
  echo "For the tasks of an agent"
  check_tools
  check_users
  check_cgroups
  echo
  if [ "$missing" -gt 0 ]; then
    echo "$missing needed here and missing."
    exit 1
  fi
  echo "All that is needed is here."
}

doctor "$@"
