#!/bin/bash
# short.sh SWIFT SCRATCH: runs the tests of the C code with AddressSanitizer and UndefinedBehaviorSanitizer.
# Where the toolchain has no sanitizer for this machine it says so and ends with 0.
set -euo pipefail
swift=$1 scratch=$2
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$scratch"
scratch=$(cd "$scratch" && pwd)
clang=$(dirname "$(readlink -f "$(command -v "$swift")")")/clang
[ -x "$clang" ] || clang=clang
echo 'int main(void) { return 0; }' >"$scratch/probe.c"
if ! "$clang" -fsanitize=address,undefined "$scratch/probe.c" -o "$scratch/probe" >"$scratch/probe.log" 2>&1 ||
  ! "$scratch/probe" >>"$scratch/probe.log" 2>&1; then
  echo "SKIPPED: the tests of the C code with sanitizers; there is no runtime for them here ($(tail -1 "$scratch/probe.log"))" >&2
  exit 0
fi
# Leaks are not looked for: the runtime of the tests keeps what it made until the end.
export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
"$swift" test --package-path "$here" --scratch-path "$scratch" --sanitize address
