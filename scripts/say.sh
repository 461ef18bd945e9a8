# How the launcher talks: to stderr, so that the program's own output can be piped.

say() { printf '%s\n' "mesh: $*" >&2; }

# die WHAT [WHAT_TO_DO...]: a line each, then exit code 1.
die() {
  say "$1"
  shift
  [ $# -eq 0 ] || printf '      %s\n' "$@" >&2
  exit 1
}

# Only a terminal gets progress bars.
on_terminal() { [ -t 2 ] && [ -z "${CI-}" ]; }
