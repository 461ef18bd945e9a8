#!/usr/bin/env bash
# Load with churn through one proxy, for an hour or MINUTES; ten lines tell what became of requests, memory and
# descriptors. Exit code 1 when a request failed or something grew. A minute of it is part of `./mesh test`.
#
#   scripts/soak.sh [MINUTES]
set -euo pipefail
minutes=${1:-60}
if ! [[ $minutes =~ ^[1-9][0-9]{0,2}$ ]]; then
  echo "soak: '$minutes' is no number of minutes from 1 to 999" >&2
  exit 2
fi
cd "$(dirname "$0")/.."
mkdir -p target
: >>target/build.log
MESH_SOAK_SECONDS=$((minutes * 60)) ./mesh test --module proxy-loom --test SoakTest &
run=$!
tail -n 0 -F --pid="$run" target/build.log 2>/dev/null | grep --line-buffered -E '^ +(seconds|[0-9]+) +[0-9a-z]+ ' || true
wait "$run"
