#!/bin/sh
# Starts the command of one container, waits for its end and writes it down.
#
#   launch.sh FOLDER EXIT_FILE
#
# FOLDER is the container's own, EXIT_FILE is where its end goes. What to do comes as shell text on
# standard input, which is also the gate: nothing runs unless the text comes whole, so nothing does
# when the agent dies before. It sets
#   sandbox   working folder of the command
#   drop      options of setpriv; empty: the command runs under our own user
#   signals   options of env that undo what we do to the command's signals; may be empty
#   names     all variables of the command, NAME=${V0} and so on, as env -S reads it
#   V0 ...    their values, exported
#   $@        the command itself
#   go        "yes", last of all
# Values may be secrets: they are never in the arguments of a process, which all may read, only in
# environments, which are its user's.
#
# This process ends at once; the supervisor, whose pid it prints, stays with the command.
# Runs on dash, bash and busybox sh.

# Run as the command's user, by a shell of its own where that is not ours: opens files in the
# sandbox, so a link planted there leads nowhere its owner could not go. It leads nowhere at all.
into_sandbox='
  cd "$1" || exit
  for file in stdout stderr; do
    if [ -L "$file" ]; then
      echo "$1/$file is a symbolic link" >&2
      exit 1
    fi
  done
  exec 3>&2 >>stdout 2>>stderr || exit
  echo started >&3
  exec 3>&-
  session=$2 signals=$3 names=$4
  shift 4
  # A shell drops names with dots and adds variables of its own; env does neither.
  exec $session env -i $signals -S "$names" "$@"
'

# What goes wrong before the files of the command are open is in trouble, which then ends in a line
# "started". The command gets a session of its own, so that signals for its group do not come here.
start() {
  exec 2>"$folder/trouble"
  if [ -n "$drop" ]; then
    set -- "$sandbox" "" "$signals" "$names" "$@"
    exec setsid setpriv $drop -- /bin/sh -c "$into_sandbox" sh "$@"
  fi
  set -- "$sandbox" setsid "$signals" "$names" "$@"
  eval "$into_sandbox"
}

# The shell tells an exit with 137 from a death by SIGKILL only in the text of jobs, and that it
# writes only in a trap that was there before. It may write more than once; the last line counts.
supervise() {
  exec </dev/null >/dev/null 2>&1
  trap 'jobs -l >>"$exit_file"' CHLD
  trap : HUP INT QUIT TERM USR1 USR2
  start "$@" &
  echo $! >"$folder/pid"
  wait $!
  code=$?
  # That also returns for a signal to us, or when the command only stops; a wait for all fails then.
  until wait; do :; done
  echo "end $code" >>"$exit_file"
}

umask 022
folder=$1 exit_file=$2 sandbox= drop= signals= names= go=
. /dev/stdin
[ "$go" = yes ] || exit 1
supervise "$@" &
echo $!
