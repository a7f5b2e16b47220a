#!/bin/bash
# fuzz.sh PROGRAM SECONDS [READER]…: lets libFuzzer loose on each reader in turn, beginning with what the tests know.
# What it finds lies in .build/fuzzed/READER/found; what is mended goes into Tests/FuzzingTests/Corpus/READER.
# FUZZ_LENGTH is the longest input in bytes: short ones are read far more often.
set -u
program=$1 seconds=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
corpus=$here/../FuzzingTests/Corpus work=${FUZZ_WORK:-$here/../../.build/fuzzed}
export SWIFT_BACKTRACE=enable=no
[ -d /dev/shm ] && export TMPDIR=/dev/shm
# All in one process, which begins anew where a finding ends it.
one() {
  mkdir -p "$work/$1/inputs" "$work/$1/found"
  local end=$(($(date +%s) + seconds)) count=0 used=0 left part TIMEFORMAT='%U %S'
  while left=$((end - $(date +%s))) && [ $left -gt 0 ]; do
    { time FUZZED_READER=$1 nice -n 15 "$program" -timeout=20 -report_slow_units=20 -rss_limit_mb=2048 -max_len="${FUZZ_LENGTH:-1000}" \
      -max_total_time=$left -print_final_stats=1 -artifact_prefix="$work/$1/found/" "$work/$1/inputs" "$corpus/$1" \
      >"$work/$1/log" 2>&1; } 2>"$work/$1/time"
    used=$((used + $(awk '{ printf "%d", $1 + $2 + .5 }' "$work/$1/time")))
    # The driver numbers each line with the executions so far.
    part=$(grep -oE '^#[0-9]+|number_of_executed_units: [0-9]+' "$work/$1/log" | tail -1 | grep -oE '[0-9]+')
    count=$((count + ${part:-0}))
  done
  echo "| $1 | $count | $used | $(find "$work/$1/found" -type f | wc -l) |"
}
readers=("$@")
[ ${#readers[@]} -gt 0 ] || readers=($(ls "$corpus"))
echo "| Reader | Executions | Seconds of processor time | Found |"
echo "|---|---|---|---|"
for reader in "${readers[@]}"; do one "$reader"; done
[ -z "$(find "$work"/*/found -type f)" ]
