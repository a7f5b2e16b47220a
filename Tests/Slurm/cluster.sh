#!/usr/bin/env bash
# A real Slurm on one host: munged, slurmctld and three slurmd from Debian's packages, without systemd and cgroups.
#
#   cluster.sh up DIR         starts what is not alive and waits until every node is usable
#   cluster.sh down DIR       stops exactly what it started
#   cluster.sh kill DIR NAME  kills one daemon at once: slurmctld, n1, n2 or n3
#
# Then `export SLURM_CONF=DIR/slurm.conf`. Daemons run as root and jobs as whoever submits.
set -euo pipefail

nodes=${SLURM_NODES:-3}
cores=${SLURM_CORES:-2}
port=${SLURM_PORT:-17817}
packages="munge slurmctld slurmd slurm-client"

say() { echo "cluster.sh: $*" >&2; }

# Whether the process of a pid file lives and has this name; a zombie does not live.
lives() {
  local pid
  pid=$(cat "$1" 2>/dev/null) && [ -n "$pid" ] || return 1
  [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$2" ] && ! grep -qs '^State:.Z' "/proc/$pid/status"
}

start_munge() {
  lives "$dir/munge/pid" munged && return
  if [ ! -s "$dir/munge/key" ]; then
    (umask 077 && head -c 1024 /dev/urandom >"$dir/munge/key")
  fi
  chown -R munge:munge "$dir/munge"
  chmod 711 "$dir/munge"
  rm -f "$dir/munge/socket" "$dir/munge/socket.lock"
  setpriv --reuid munge --regid munge --clear-groups munged --force --key-file "$dir/munge/key" \
    --socket "$dir/munge/socket" --pid-file "$dir/munge/pid" --log-file "$dir/munge/log" \
    --seed-file "$dir/munge/seed" </dev/null >/dev/null 2>"$dir/munge/messages" \
    || { say "munged does not start: $(cat "$dir/munge/messages")"; exit 1; }
}

# Failures are noticed within seconds here; a production cluster waits minutes.
configure() {
  cat >"$dir/slurm.conf" <<CONF
ClusterName=dropout
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$dir/munge/socket,cred_expire=10
CredType=cred/munge
StateSaveLocation=$dir/state
SlurmctldPidFile=$dir/slurmctld.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdPidFile=$dir/%n.pid
SlurmdSpoolDir=$dir/spool.%n
SlurmdLogFile=$dir/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
ReturnToService=2
SlurmdTimeout=10
SlurmctldTimeout=10
MessageTimeout=5
KillWait=5
MinJobAge=600
MaxArraySize=${SLURM_ARRAY:-1001}
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2,default_queue_depth=1000
NodeName=n[1-$nodes] NodeHostname=$host NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + nodes))] CPUs=$cores RealMemory=1000
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
}

up() {
  for program in munged slurmctld slurmd sbatch; do
    command -v "$program" >/dev/null || { say "skipped: $program is missing (apt-get install $packages)"; exit 77; }
  done
  [ "$(id -u)" = 0 ] || { say "skipped: the daemons need root"; exit 77; }
  mkdir -p "$dir/munge" "$dir/state"
  start_munge
  configure
  export SLURM_CONF="$dir/slurm.conf"
  if ! lives "$dir/slurmctld.pid" slurmctld; then
    rm -f "$dir/slurmctld.pid"
    setsid slurmctld </dev/null >/dev/null 2>&1 || { say "slurmctld does not start; see $dir/slurmctld.log"; exit 1; }
  fi
  for number in $(seq "$nodes"); do
    lives "$dir/n$number.pid" slurmd && continue
    mkdir -p "$dir/spool.n$number"
    rm -f "$dir/n$number.pid"
    setsid slurmd -N "n$number" </dev/null >/dev/null 2>&1 || { say "n$number does not start; see $dir/n$number.log"; exit 1; }
  done
  for try in $(seq 200); do
    usable=$(sinfo -h -N -o %T 2>/dev/null | grep -cE '^(idle|mixed|allocated|completing)$' || true)
    [ "$usable" = "$nodes" ] && return
    [ $((try % 20)) = 0 ] && scontrol update NodeName="n[1-$nodes]" State=RESUME 2>/dev/null
    sleep 0.2
  done
  say "only $usable of $nodes nodes are usable; see $dir"
  exit 1
}

stop() {
  lives "$1" "$2" || return 0
  local pid
  pid=$(cat "$1")
  kill "$pid"
  for _ in $(seq 50); do
    lives "$1" "$2" || return 0
    sleep 0.1
  done
  kill -9 "$pid"
}

down() {
  export SLURM_CONF="$dir/slurm.conf"
  if lives "$dir/slurmctld.pid" slurmctld; then timeout 10 scancel --full -u "$(id -un)" || true; fi
  for number in $(seq "$nodes"); do stop "$dir/n$number.pid" slurmd; done
  stop "$dir/slurmctld.pid" slurmctld
  stop "$dir/munge/pid" munged
}

[ $# -ge 2 ] || { sed -n '2,8p' "$0"; exit 64; }
dir=$(mkdir -p "$2" && cd "$2" && pwd)
host=$(hostname -s)
case $1 in
  up) up ;;
  down) down ;;
  kill) kill -9 "$(cat "$dir/$3.pid")" ;;
  *) exit 64 ;;
esac
