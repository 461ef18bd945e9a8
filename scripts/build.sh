# Builds when a source is newer than the last build. Always as the user who called, never through sudo.

stamp=$root/target/built
build_log=$root/target/build.log
jars=("$root"/{netinit/target/netinit,proxy-loom/target/proxy-loom,sample-app/target/sample-app,controlplane/target/controlplane,webhook/target/webhook,lab/target/lab,bench/target/bench}.jar)

build_if_stale() {
  is_stale || return 0
  lock_build
  is_stale || return 0 # somebody else just built it
  find_maven
  say "building with JDK $(jdk_version "$JAVA_HOME") in $JAVA_HOME (the first time Maven downloads libraries; log: target/build.log)"
  start_build
  maven_progress -T 1C -Dmaven.test.skip=true package || { build_failed && exit 1; }
  built
}

# The stamp is the time of the start: what is edited while it builds is newer.
start_build() {
  rm -f "$stamp" "${jars[@]}" # removed, because Maven would write into the files that a running mesh has open
  touch "$stamp.now"
}

built() { mv "$stamp.now" "$stamp"; }

is_stale() {
  local jar
  for jar in "${jars[@]}"; do
    [ -f "$jar" ] || return 0
  done
  [ -f "$stamp" ] || return 0
  [ -n "$(find "$root"/pom.xml "$root"/.mvn "$root"/*/pom.xml "$root"/*/src/main "$root"/*/*.jvm -newer "$stamp" -print -quit)" ]
}

# Two builds at once would overwrite each other's files; the second waits. The lock goes with this process.
lock_build() {
  mkdir -p "$root/target" 2>/dev/null && [ -w "$root/target" ] && touch "$root/target/lock" 2>/dev/null ||
    die "cannot write $root/target as $(id -un): an earlier run as root made it." "sudo chown -R $(id -un) '$root'"
  exec 9>"$root/target/lock"
  flock -n 9 || { say "another ./mesh builds here; waiting for it" && flock 9; }
}

# maven_progress ARGUMENT...: all of Maven's output into the log, a line per module and test class to the user.
maven_progress() {
  local began=$SECONDS
  local module='^\[INFO\] Building (.+) [^ ]+ +(\[[0-9]+/[0-9]+\])$'
  local tests='Tests run: ([0-9]+), Failures: ([0-9]+), Errors: ([0-9]+), Skipped: ([0-9]+), Time elapsed: (.+) -- in (.+)'
  (cd "$root" && "$mvn" --batch-mode --no-transfer-progress "$@" </dev/null 2>&1 9>&-) | tee "$build_log" |
    while IFS= read -r line; do
      if [[ $line =~ $module ]]; then
        say "$(printf '%4d s  %s %s' $((SECONDS - began)) "${BASH_REMATCH[2]}" "${BASH_REMATCH[1]}")"
      elif [[ $line =~ $tests ]]; then
        say "$(printf '%4d s        %3d tests, %d failed, %d skipped: %s' $((SECONDS - began)) "${BASH_REMATCH[1]}" \
          $((BASH_REMATCH[2] + BASH_REMATCH[3])) "${BASH_REMATCH[4]}" "${BASH_REMATCH[6]}")"
      fi
    done
}

build_failed() {
  say "the build failed. What Maven complained about (all of it: target/build.log):"
  if grep -q '^\[ERROR\]' "$build_log"; then
    grep -E '^\[(ERROR|WARNING)\]' "$build_log" | grep -vE 'Tests run:|<<< |^\[ERROR\] +(at )?$|\] \tat ' | sed '/\[Help 1\]/q' |
      head -n 40 >&2
  else
    tail -n 40 "$build_log" >&2
  fi
}
