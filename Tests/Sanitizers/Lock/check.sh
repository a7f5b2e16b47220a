#!/bin/bash
# check.sh SWIFT SCRATCH: compiles lock.c to SCRATCH/lock.o, to be linked into what runs under ThreadSanitizer, and holds
# it to three things: without it threads that share a number under a Mutex are warned of, with it they are not, and with it
# a thread that takes no lock still is. Where the first is no longer so, it says that lock.c can go.
set -euo pipefail
swift=$1 scratch=$2
here=$(cd "$(dirname "$0")" && pwd)
bin=$(dirname "$(readlink -f "$(command -v "$swift")")")
mkdir -p "$scratch"
clang=$bin/clang
[ -x "$clang" ] || clang=clang
"$clang" -O1 -Wall -Werror -c "$here/lock.c" -o "$scratch/lock.o"
"$bin/swiftc" -swift-version 6 -sanitize=thread "$here/demonstration.swift" -o "$scratch/unaided"
"$bin/swiftc" -swift-version 6 -sanitize=thread "$here/demonstration.swift" "$scratch/lock.o" -o "$scratch/aided"

# Ends with 0 iff the sanitizer warned of a race; any other end is an error.
warned() {
  local code=0
  "$@" >"$scratch/lock.log" 2>&1 || code=$?
  case $code in
    0) return 1 ;;
    66) grep -q 'WARNING: ThreadSanitizer: .*race' "$scratch/lock.log" && return 0 ;;
  esac
  cat "$scratch/lock.log" >&2
  echo "ThreadSanitizer cannot be tried: $* ended with $code" >&2
  exit 1
}
if warned "$scratch/aided" lock; then
  cat "$scratch/lock.log" >&2
  echo "ThreadSanitizer warns of what a Mutex guards although it was told of the lock" >&2
  exit 1
fi
if ! warned "$scratch/aided" nothing; then
  echo "ThreadSanitizer no longer warns of a thread that takes no lock" >&2
  exit 1
fi
if [ "$(uname)" = Linux ] && ! warned "$scratch/unaided" lock; then
  echo "ThreadSanitizer sees what a Mutex guards without being told: Tests/Sanitizers/Lock can go" >&2
fi
