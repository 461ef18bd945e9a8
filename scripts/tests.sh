# ./mesh test: every test through Maven, then what the reports say.

test_help() {
  cat <<'HELP'
Usage: ./mesh test [--module MODULE] [--test PATTERN] [--cluster]
Runs all tests: unit, network namespaces, containers and a Kubernetes cluster, with the checks of the build (format,
Error Prone) and of the protocol (buf, from npm).
  --module MODULE   only this module and those it is built on
  --test PATTERN    only these tests: RulePlanTest, 'Relay*', RelayTest#halfClose
  --cluster         only the tests on a Kubernetes cluster: it is made, the mesh installed, and all removed again
Without root, tests that make namespaces are skipped and named as such. As root none is.
The last line is: N passed, N failed, N skipped. The exit code is 0 only if at least one passed and none failed.
HELP
}

run_tests() {
  local arguments=() complete module
  complete=$(modules)
  while [ $# -gt 0 ]; do
    case $1 in
      --module)
        module=$(module_named "${2-}") || exit
        arguments+=(-pl "$module" -am)
        complete=$module
        shift 2
        ;;
      --test)
        [ -n "${2-}" ] || die "--test needs a name or pattern, like --test RelayTest"
        arguments+=("-Dtest=$2" -Dsurefire.failIfNoSpecifiedTests=false)
        complete=''
        shift 2
        ;;
      --cluster)
        arguments+=(-pl k8s -am -Dgroups=cluster)
        complete=''
        shift
        ;;
      -h | --help) test_help && return ;;
      *) test_help >&2 && die "unknown option '$1' of ./mesh test" ;;
    esac
  done
  find_jdk
  require_packages "$(packages_for test)"
  want_packages "$(extras_for test)" "tests in containers, and those that a Python package helps with, cannot run"
  lock_build
  find_maven
  say "testing with JDK $(jdk_version "$JAVA_HOME") in $JAVA_HOME (log: target/build.log)"
  [ "$(id -u)" -eq 0 ] || say "not root: tests that make network namespaces will be skipped"
  rm -rf "$root"/*/target/surefire-reports # what is counted below is this run
  start_build
  local code=0
  # A failed test does not stop the modules after it: the reports are counted, whatever Maven calls the build.
  if maven_progress --fail-at-end -Dmaven.test.failure.ignore=true "${arguments[@]}" verify; then
    built
  else
    build_failed
    code=1
  fi
  [[ ${complete:-none} != *proto* ]] || check_protocol
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC "$root/scripts/TestSummary.java" "$root" $complete || code=1
  return $code
}

modules() {
  local poms
  poms=$(cd "$root" && echo */pom.xml)
  printf '%s' "${poms//\/pom.xml/}"
}

module_named() {
  [ -n "$1" ] && [ -f "$root/$1/pom.xml" ] || die "there is no module '$1'. Modules: $(modules)"
  printf '%s' "$1"
}
