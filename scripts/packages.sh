# What the mesh needs from the system, and which package of which distribution has it.

# packages_for PROGRAM ARGUMENT...: the tools it cannot do without, one word each.
packages_for() {
  local pods='ip iptables conntrack libnetfilter_queue setpriv'
  case $1:${2-} in
    test:*) [ "$(id -u)" -ne 0 ] || echo "$pods" ;; # without root those tests are skipped, and say so
    lab:up | lab:exec) ! needs_root "$@" || echo "$pods curl" ;;
    *) ! needs_root "$@" || echo "$pods" ;;
  esac
}

# extras_for PROGRAM ARGUMENT...: the tools it is better with.
extras_for() {
  case $1:${2-} in
    test:*) [ "$(id -u)" -ne 0 ] || echo dockerd pip ;;
    bench:peers) ! needs_root "$@" || echo 'haproxy nginx' ;;
  esac
}

is_here() {
  case $1 in
    libnetfilter_queue) compgen -G '/usr/lib*/libnetfilter_queue.so.1' || compgen -G '/usr/lib*/*/libnetfilter_queue.so.1' ||
      compgen -G '/lib*/*/libnetfilter_queue.so.1' ;;
    dockerd) command -v dockerd || [ -S /var/run/docker.sock ] ;;
    pip) python3 -m pip --version 2>&1 ;;
    *) command -v "$1" ;;
  esac >/dev/null
}

#            tool                apt                  dnf                 pacman              apk                 zypper
package_names='
             ip                  iproute2             iproute             iproute2            iproute2            iproute2
             iptables            iptables             iptables-nft        iptables            iptables            iptables
             conntrack           conntrack            conntrack-tools     conntrack-tools     conntrack-tools     conntrack-tools
             libnetfilter_queue  libnetfilter-queue1  libnetfilter_queue  libnetfilter_queue  libnetfilter_queue  libnetfilter_queue1
             setpriv             util-linux           util-linux          util-linux          setpriv             util-linux
             curl                curl                 curl                curl                curl                curl
             dockerd             docker.io            moby-engine         docker              docker              docker
             pip                 python3-pip          python3-pip         python-pip          py3-pip             python3-pip
             haproxy             haproxy              haproxy             haproxy             haproxy             haproxy
             nginx               nginx                nginx               nginx               nginx               nginx
'

# require_packages "TOOL...": installs what is missing, after saying so.
require_packages() {
  local tool missing=()
  for tool in $1; do
    is_here "$tool" || missing+=("$tool")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  local manager packages=()
  manager=$(package_manager) || die "missing: ${missing[*]}; and no package manager known here (apt, dnf, pacman, apk, zypper)." \
    "Install them, then run ./mesh again."
  for tool in "${missing[@]}"; do
    packages+=("$(package_of "$tool" "$manager")")
  done
  install "$manager" "${missing[*]}" "${packages[@]}"
  for tool in "${missing[@]}"; do
    is_here "$tool" || die "$tool is still missing after $manager installed ${packages[*]}." "Install it by hand."
  done
}

# want_packages "TOOL..." CONSEQUENCE: as above, but goes on without them and says what follows.
want_packages() {
  (require_packages "$1") || say "going on without $1: $2"
}

package_manager() {
  local manager
  for manager in apt dnf pacman apk zypper; do
    [ "$manager" = apt ] && manager=apt-get
    command -v "$manager" >/dev/null && echo "$manager" && return
  done
  return 1
}

# package_of TOOL MANAGER
package_of() {
  local column=$2
  local row tool apt dnf pacman apk zypper
  [ "$column" != apt-get ] || column=apt
  while read -r tool apt dnf pacman apk zypper; do
    [ "$tool" != "$1" ] || printf '%s\n' "${!column}"
  done <<<"$package_names"
}

# install MANAGER "TOOL..." PACKAGE...
install() {
  local manager=$1 missing=$2 sudo=()
  shift 2
  local command
  case $manager in
    apt-get) command=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends) ;;
    dnf) command=(dnf install -y) ;;
    pacman) command=(pacman -S --needed --noconfirm) ;;
    apk) command=(apk add) ;;
    zypper) command=(zypper --non-interactive install) ;;
  esac
  command+=("$@")
  [ "${MESH_NO_INSTALL-}" != 1 ] ||
    die "missing: $missing; and MESH_NO_INSTALL=1 forbids to install it." "As root: ${command[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "missing: $missing; installing needs root, and sudo is not here." "As root: ${command[*]}"
    sudo=(sudo)
  fi
  say "missing: $missing. Installing with: ${sudo[*]-} ${command[*]}"
  [ "$manager" != apt-get ] || "${sudo[@]}" apt-get update -q >&2 </dev/null ||
    say "apt-get update failed; trying with the package lists that are here"
  "${sudo[@]}" "${command[@]}" >&2 </dev/null || die "the package manager could not install: $*." "Its messages are above."
}
