# Root only where the kernel asks for it, and never silently.

# needs_root PROGRAM ARGUMENT...: entering a pod's namespace and reading or writing its rules do; help does not, and a
# cluster is reached by its API server.
needs_root() {
  local program=$1
  shift
  ! asks_for_help "$@" || return 1
  case $program:${1-} in
    lab:status | lab:canary | lab:rules | lab:stories) ! goes_to_cluster "$@" ;;
    lab:up | lab:down | lab:restart | lab:exec | lab:watch) return 0 ;;
    bench:micro | bench:peers) return 0 ;;
    netinit:apply | netinit:check | netinit:cleanup) return 0 ;;
    *) return 1 ;;
  esac
}

asks_for_help() {
  [ $# -gt 0 ] || return 0
  local argument
  for argument in "$@"; do
    case $argument in
      help | -h | --help | -V | --version) return 0 ;;
      --) return 1 ;; # what follows is a pod's command, not ours
    esac
  done
  return 1
}

# goes_to_cluster ARGUMENT...: whether one of the options that say which cluster is among them.
goes_to_cluster() {
  local argument
  for argument in "$@"; do
    case $argument in
      --context | --context=* | --kubeconfig | --kubeconfig=* | --namespace | --namespace=* | -n | -n?* | -A | --all-namespaces) return 0 ;;
      --) return 1 ;;
    esac
  done
  return 1
}

# as_root WHAT COMMAND...: goes on as root; returns only if this is root already.
as_root() {
  local what=$1
  shift
  [ "$(id -u)" -ne 0 ] || return 0
  command -v sudo >/dev/null || die "'$what' needs root (it works in network namespaces), and sudo is not here." \
    "Run it as root."
  say "'$what' works in network namespaces and on their iptables rules: that needs root, so sudo it is"
  exec sudo env "${kept_environment[@]}" "$@"
}

# sudo clears the environment; what configures the mesh goes along.
kept_environment=("PATH=$PATH")
for name in JAVA_HOME NO_COLOR COLUMNS "${!MESH_@}"; do
  [ -z "${!name+set}" ] || kept_environment+=("$name=${!name}")
done
