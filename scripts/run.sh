# Runs one of our programs, with everything it needs.

# run_jar PROGRAM MODULE ARGUMENT... : becomes that program; its exit code is ours.
run_jar() {
  local program=$1 module=$2
  shift 2
  find_jdk
  require_packages "$(packages_for "$program" "$@")"
  want_packages "$(extras_for "$program" "$@")" "the rows that compare with them are left out"
  build_if_stale
  local command=("$JAVA_HOME/bin/java")
  case $module in
    proxy-loom) command+=("@$root/proxy-loom/target/proxy.jvm") ;;
    controlplane | webhook) command+=("@$root/$module/target/$module.jvm") ;;
    bench) ;; # measures: the JVM as it comes
    *) command+=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1) ;; # short programs: start fast
  esac
  command+=("-Dmesh.home=$root" -jar "$root/$module/target/$module.jar" "$@")
  if needs_root "$program" "$@"; then
    [ "$program" = lab ] || set -- "$program" "$@"
    as_root "./mesh ${*:1:2}" "${command[@]}"
  fi
  exec "${command[@]}"
}
