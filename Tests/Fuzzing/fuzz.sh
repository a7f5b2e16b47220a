#!/bin/bash
# fuzz.sh PROGRAM SECONDS [READER]…: lets libFuzzer loose on each reader, two at a time, beginning with what the tests know.
# What it finds lies in .build/fuzzed/READER/found; what is mended goes into Tests/FuzzingTests/Corpus/READER.
set -u
program=$1 seconds=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
corpus=$here/../FuzzingTests/Corpus work=$here/../../.build/fuzzed
export SWIFT_BACKTRACE=enable=no program seconds corpus work
one() {
  mkdir -p "$work/$1/inputs" "$work/$1/found"
  FUZZED_READER=$1 nice "$program" -fork=1 -ignore_crashes=1 -ignore_timeouts=1 -ignore_ooms=1 -timeout=10 -rss_limit_mb=2048 \
    -max_len=20000 -max_total_time="$seconds" -artifact_prefix="$work/$1/found/" "$work/$1/inputs" "$corpus/$1" \
    >"$work/$1/log" 2>&1
  # The driver numbers each line with the executions so far.
  count=$(grep -oE '^#[0-9]+' "$work/$1/log" | tail -1 | tr -d '#')
  echo "| $1 | ${count:-0} | $(find "$work/$1/found" -type f | wc -l) |"
}
export -f one
readers=("$@")
[ ${#readers[@]} -gt 0 ] || readers=($(ls "$corpus"))
echo "| Reader | Executions | Found |"
echo "|---|---|---|"
printf '%s\n' "${readers[@]}" | xargs -P 2 -I{} bash -c 'one {}'
[ -z "$(find "$work"/*/found -type f)" ]
