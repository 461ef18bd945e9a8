# Downloads an archive once, into the user's cache, and unpacks it only when its checksum is the expected one.

cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/diy-mesh

# fetch NAME URL SHA256: prints the folder with the unpacked archive. Its name holds the checksum, so another version is
# another folder. Unpacked beside it and renamed: whoever finds the folder finds it complete.
fetch() {
  local name=$1 url=$2 sha256=$3
  local folder=$cache/$name-${sha256:0:16}
  [ -d "$folder" ] || (unpack_verified "$name" "$url" "$sha256" "$folder") || return
  printf '%s\n' "$folder"
}

unpack_verified() {
  local name=$1 url=$2 sha256=$3 folder=$4
  [ "${MESH_NO_INSTALL-}" != 1 ] || die "$name is missing, and MESH_NO_INSTALL=1 forbids to download it." \
    "Unset it, or install $name yourself. It would come from $url"
  say "downloading $name from $url into $cache"
  mkdir -p "$cache" && work=$(mktemp -d "$cache/.$name.XXXXXX") || die "cannot write $cache, where downloads are kept."
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM
  download "$url" "$work/archive" || die "$name did not arrive from $url" \
    "Is there a network? Behind a mirror or offline, name another archive with $(variable "$name" URL) and $(variable "$name" SHA256)."
  verify "$name" "$url" "$work/archive" "$sha256"
  mkdir "$work/unpacked"
  tar -xzf "$work/archive" -C "$work/unpacked" --strip-components=1 ||
    die "$name from $url has the right checksum, but does not unpack as .tar.gz. Is the disk full?"
  mv -T "$work/unpacked" "$folder" 2>/dev/null || [ -d "$folder" ] || # another ./mesh may have been faster
    die "cannot make $folder: is $cache somebody else's?"
}

variable() { printf 'MESH_%s_%s' "$(printf '%s' "$1" | tr '[:lower:]' '[:upper:]')" "$2"; }

download() {
  case $1 in
    file://*) cp "${1#file://}" "$2" ;;
    *)
      if command -v curl >/dev/null; then
        if on_terminal; then curl -fL --retry 3 --progress-bar -o "$2" "$1"; else curl -fsSL --retry 3 -o "$2" "$1"; fi
      elif command -v wget >/dev/null; then
        wget -q --tries=3 -O "$2" "$1"
      else
        die "neither curl nor wget is here to download $1" "Install one of them."
      fi
      ;;
  esac
}

# verify NAME URL FILE SHA256
verify() {
  local actual
  actual=$(sha256sum "$3")
  actual=${actual%% *}
  [ "$actual" = "$4" ] || {
    rm -f "$3"
    die "$1 from $2 is not the file it should be; it was deleted." \
      "expected SHA-256 $4" "but it has       $actual" \
      "Try again (a proxy or a broken download may have changed it). Should it stay so, do not use that source." \
      "For an archive of your own set $(variable "$1" SHA256) to its checksum."
  }
}
