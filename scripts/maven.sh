# Finds Maven 3.8 or newer, or fetches it as it fetches the JDK.

maven=3.9.11
maven_sha256=4b7195b6a4f5c81af4c0212677a32ee8143643401bc6e1e8412e6b06ea82beac

# Sets mvn. Asked only when something is built: it costs a JVM start.
find_maven() {
  mvn=$(command -v mvn) && maven_is_new_enough && return
  local url=https://archive.apache.org/dist/maven/maven-3/$maven/binaries/apache-maven-$maven-bin.tar.gz
  mvn=$(fetch maven "${MESH_MAVEN_URL:-$url}" "${MESH_MAVEN_SHA256:-$maven_sha256}") || exit
  mvn=$mvn/bin/mvn
}

maven_is_new_enough() {
  local version
  version=$(cd "$root" && "$mvn" --batch-mode --version 2>/dev/null) || return
  [[ $version =~ Apache\ Maven\ ([0-9]+)\.([0-9]+) ]] || return
  ((BASH_REMATCH[1] > 3 || (BASH_REMATCH[1] == 3 && BASH_REMATCH[2] >= 8)))
}
