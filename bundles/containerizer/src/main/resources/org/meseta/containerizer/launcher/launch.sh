# Read by a shell from its standard input, before anything else. It starts the commands of
# containers, one after the other; the supervisor that it forks for each waits for the command's end
# and writes it down.
#
# For each container the shell is given, on standard input too, a subshell that calls launch with
# the command as its arguments, after it has set
#   folder    the container's own
#   exit_file where its end goes
#   sandbox   working folder of the command
#   drop      options of setpriv; empty: the command runs under our own user
#   signals   options of env that undo what we do to the command's signals; may be empty
#   names     all variables of the command, NAME=${V0} and so on, as env -S reads it
#   V0 ...    their values, exported
# It prints the subshell's pid and waits at its gate for a line "yes": nothing runs without it, so
# nothing does when the agent dies before. Then it prints the supervisor's pid, and is ready for the
# next container.
# Values may be secrets: they are never in the arguments of a process, which all may read, only in
# environments, which are its user's, and in what the subshell knows.
#
# One shell for many containers saves each of them the start of three programs.
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

# The subshell that was given to us, in which nothing is set that outlives the container's start.
launch() {
  # Its own pid, which $$ is not.
  cd -P /proc/self && echo "${PWD##*/}" && cd "$folder" || exit
  go=
  read -r go
  [ "$go" = yes ] || exit
  supervise "$@" &
  echo $!
}

umask 022
