# Builds the images: ./mesh images [--only NAME] [--tag TAG]

images=(netinit proxy-loom controlplane webhook sample-app mesh-debug) # in this order: the small ones first fail first

images_help() {
  cat <<END
Usage: ./mesh images [--only NAME]... [--tag TAG]

Builds the container images diy-service-mesh/NAME:TAG with the docker that is here.

  --only NAME   not all of them: ${images[*]}
  --tag TAG     instead of dev

Environment:
  MESH_JARS_BUILT=1   take the jars as they are, do not look whether they are stale
  DOCKER_BUILDKIT=0   build with docker's classic builder
  MESH_BASE_IMAGES    a program that makes debian:bookworm-slim and eclipse-temurin:25-jdk where they cannot be pulled
END
}

build_images() {
  local only=() tag=dev
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) images_help && return ;;
      --only) only+=("$(known_image "${2-}")") || exit 1; shift 2 ;;
      --tag) tag=$(usable_tag "${2-}") || exit 1; shift 2 ;;
      *) die "images: '$1' is not understood." "./mesh images --help" ;;
    esac
  done
  [ ${#only[@]} -gt 0 ] || only=("${images[@]}")
  require_docker
  if [ "${MESH_JARS_BUILT-}" != 1 ]; then
    find_jdk
    build_if_stale
  fi
  require_base_images

  local name table=()
  for name in "${only[@]}"; do
    build_image "$name" "diy-service-mesh/$name:$tag"
  done
  printf '%-40s %12s %8s\n' image size time "${table[@]}"
}

known_image() {
  local name
  for name in "${images[@]}"; do
    [ "$name" != "$1" ] || { echo "$1" && return; }
  done
  die "images: --only '$1': there is no such image. There are: ${images[*]}."
}

# A tag as the registry's API defines it: https://github.com/opencontainers/distribution-spec
usable_tag() {
  [[ $1 =~ ^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$ ]] && echo "$1" ||
    die "images: --tag '$1': letters, digits, '.', '_' and '-', at most 128, the first no '.' or '-'."
}

require_docker() {
  command -v docker >/dev/null || die "images are built with docker, and it is not here." \
    "Install Docker (https://docs.docker.com/engine/install/), or your distribution's: Debian and Ubuntu docker.io, Fedora moby-engine."
  docker info >/dev/null 2>&1 9>&- || die "docker is here, but its daemon does not answer: $(docker info 2>&1 >/dev/null | tail -n 1)" \
    "Start it (systemctl start docker), and be in the group docker or root."
}

# Pulled by the build itself; made here where a program says it can.
require_base_images() {
  [ -n "${MESH_BASE_IMAGES-}" ] || return 0
  "$MESH_BASE_IMAGES" >&2 9>&- || say "going on without $MESH_BASE_IMAGES: docker pulls what is missing"
}

# build_image NAME IMAGE: adds a row to the table.
build_image() {
  local name=$1 image=$2 began=$SECONDS log=$root/target/image-$1.log arguments=()
  local folder=$name network=none # only Debian's packages come from elsewhere
  case $name in
    mesh-debug) folder=k8s/debug network=host ;;
    netinit) network=host ;;
  esac
  mkdir -p "$root/target"
  say "building $image (log: target/image-$name.log)"
  image_labels
  docker build --network="$network" "${arguments[@]}" -f "$root/$folder/Dockerfile" -t "$image" "$root" >"$log" 2>&1 9>&- </dev/null ||
    image_failed "$image" "$log"
  table+=("$image" "$(image_megabytes "$image") MB" "$((SECONDS - began)) s")
}

# What only this build knows of the image. The time is the commit's, so that the same source gives the same labels.
image_labels() {
  local proxy
  arguments+=(--build-arg "VERSION=$(sed -nE '0,/<version>/s/.*<version>(.*)<\/version>.*/\1/p' "$root/pom.xml")")
  arguments+=(--build-arg "REVISION=$(in_git rev-parse HEAD)" --build-arg "CREATED=$(in_git log -1 --format=%cI)")
  arguments+=(--build-arg "SOURCE=$(in_git remote get-url origin)")
  for proxy in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    [ -z "${!proxy-}" ] || arguments+=(--build-arg "$proxy")
  done
}

in_git() { git -C "$root" "$@" 2>/dev/null || echo unknown; }

image_megabytes() {
  docker image inspect --format '{{.Size}}' "$1" 9>&- | awk '{printf "%.1f", $1 / 1e6}'
}

image_failed() {
  say "building $1 failed. The end of $2:"
  tail -n 25 "$2" >&2
  exit 1
}
