# Finds a JDK for release 25, or fetches Temurin. Exactly 25 is preferred, whatever else is found first: the proxy uses
# internals of the JDK (its virtual threads on our own scheduler), and 25 is the one it is tested with.

temurin=25.0.3+9 # checksums as in Docker's official eclipse-temurin image

# Sets and exports JAVA_HOME.
find_jdk() {
  local home version newer='' asked=${JAVA_HOME-}
  while IFS= read -r home; do
    version=$(jdk_version "$home")
    if [ "$version" -eq 25 ]; then
      use_jdk "$home" "$version" "$asked"
      return
    elif [ "$version" -gt 25 ] && [ -z "$newer" ]; then
      newer=$home
    fi
  done < <(jdk_candidates)
  if [ -n "$newer" ]; then
    use_jdk "$newer" "$(jdk_version "$newer")" "$asked"
  else
    fetch_jdk "$asked"
  fi
}

jdk_candidates() {
  printf '%s\n' "${JAVA_HOME:-/nonexistent}"
  local java
  java=$(command -v java) && dirname "$(dirname "$(readlink -f "$java")")"
  usual_jdk_folders
}

usual_jdk_folders() {
  local folder
  for folder in /usr/lib/jvm/* /usr/lib64/jvm/* /opt/* /opt/java/* "${HOME-}"/.sdkman/candidates/java/* \
    "${HOME-}"/.jdks/* "${HOME-}"/.local/share/mise/installs/java/*; do
    printf '%s\n' "$folder"
  done
}

# The feature version (25) of the JDK in that folder, 0 if there is none. The release file says it without a JVM start;
# a build without that file is asked.
jdk_version() {
  local line
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || { echo 0 && return; }
  line=$(grep -s '^JAVA_VERSION=' "$1/release" || "$1/bin/java" -version 2>&1 | head -n 1)
  [[ $line =~ \"([0-9]+) ]] && echo "${BASH_REMATCH[1]}" || echo 0
}

# use_jdk HOME VERSION ASKED: silent for what was asked for; a surprise is said.
use_jdk() {
  export JAVA_HOME=$1
  if [ -n "$3" ] && [ "$3" != "$1" ]; then
    say "JAVA_HOME=$3 has JDK $(jdk_version "$3" | sed 's/^0$/none/'), the mesh takes JDK $2 in $1"
  elif [ "$2" -ne 25 ]; then
    say "JDK $2 in $1: newer than the 25 the mesh is tested with. Should the proxy say that it runs on the stock" \
      "scheduler, that is why."
  fi
}

fetch_jdk() {
  local machine sha256
  machine=$(uname -m)
  case $machine in
    x86_64) machine=x64 sha256=69264a7a211bf5029830d07bc3370f879769d62ebc5b5488e90c9343a2da0e1f ;;
    aarch64) sha256=3e4287cb98870ba824ed698854bdc27cff984254caf66dd12cc291e7bfdde26b ;;
    *) die "no JDK 25 was found, and there is none to download for a $machine CPU." "Install one and set JAVA_HOME." ;;
  esac
  [ -z "$1" ] || say "JAVA_HOME=$1 has no JDK 25 or newer"
  local url=https://github.com/adoptium/temurin25-binaries/releases/download/jdk-${temurin/+/%2B}/OpenJDK25U-jdk_${machine}_linux_hotspot_${temurin/+/_}.tar.gz
  JAVA_HOME=$(fetch jdk "${MESH_JDK_URL:-$url}" "${MESH_JDK_SHA256:-$sha256}") || exit
  export JAVA_HOME
  "$JAVA_HOME/bin/java" -version 2>/dev/null || die "the JDK in $JAVA_HOME does not run on this machine." \
    "It is built for glibc. With another libc (Alpine) install the distribution's own JDK 25, then remove that folder."
  [ "$(jdk_version "$JAVA_HOME")" -ge 25 ] || die "the archive of MESH_JDK_URL holds JDK $(jdk_version "$JAVA_HOME"), not 25." \
    "Name one with JDK 25 (it was unpacked into $JAVA_HOME; remove that)."
}
