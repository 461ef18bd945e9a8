#!/usr/bin/env bash
# A cluster of kind's and a registry that it pulls from, as https://kind.sigs.k8s.io/docs/user/local-registry/ has it.
#   k8s/kind/cluster.sh up     makes what is missing, so it may be run again
#   k8s/kind/cluster.sh down   removes both
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
cluster=diy-mesh         # as in cluster.yaml; its context is kind-diy-mesh
registry=kind-registry   # the container, and its name among the nodes
port=5001                # on this machine, on loopback only
registry_image=registry:3

say() { printf 'kind: %s\n' "$*" >&2; }

die() {
  say "$1"
  shift
  [ $# -eq 0 ] || printf '      %s\n' "$@" >&2
  exit 1
}

main() {
  case ${1-} in
    up) up ;;
    down) down ;;
    *) die "say up or down, not '${1-}'" ;;
  esac
}

up() {
  require docker 'https://docs.docker.com/engine/install/, or the package docker.io'
  require kind 'https://kind.sigs.k8s.io/docs/user/quick-start/#installation; with Go: go install sigs.k8s.io/kind@v0.33.0'
  require kubectl 'https://kubernetes.io/docs/tasks/tools/'
  docker info >/dev/null 2>&1 || die "docker is installed, but no dockerd answers." \
    "Start it (systemctl start docker), or join the group that may talk to it: $(id -un) may not be in it."
  start_registry
  create_cluster
  send_nodes_to_registry
  announce_registry
  say "up. The context is kind-$cluster; images pushed to localhost:$port are pulled from there. Next: tilt up"
}

require() {
  command -v "$1" >/dev/null || die "$1 is not installed." "How to get it: $2"
}

start_registry() {
  case $(docker container inspect --format '{{.State.Running}}' "$registry" 2>/dev/null || echo none) in
    true) ;;
    false) docker start "$registry" >/dev/null ;;
    *) docker run --detach --restart=always --publish "127.0.0.1:$port:5000" --network bridge --name "$registry" \
      "$registry_image" >/dev/null ;;
  esac
}

create_cluster() {
  has_cluster || kind create cluster --config "$here/cluster.yaml" --wait 3m
}

has_cluster() { kind get clusters 2>/dev/null | grep -qx "$cluster"; }

# On a node localhost is the node. containerd reads this folder anew for each pull (config_path, which the node's image
# sets), so nothing is restarted.
send_nodes_to_registry() {
  local node folder=/etc/containerd/certs.d/localhost:$port
  for node in $(kind get nodes --name "$cluster"); do
    docker exec "$node" mkdir -p "$folder"
    printf '[host."http://%s:5000"]\n' "$registry" | docker exec --interactive "$node" cp /dev/stdin "$folder/hosts.toml"
  done
  docker network inspect kind --format '{{range .Containers}}{{.Name}} {{end}}' | grep -qw "$registry" ||
    docker network connect kind "$registry"
}

# Where programs such as Tilt look for a cluster's registry: KEP 1755.
announce_registry() {
  kubectl --context "kind-$cluster" apply --filename - >/dev/null <<YAML
apiVersion: v1
kind: ConfigMap
metadata:
  name: local-registry-hosting
  namespace: kube-public
data:
  localRegistryHosting.v1: |
    host: "localhost:$port"
    help: "https://kind.sigs.k8s.io/docs/user/local-registry/"
YAML
}

down() {
  require docker 'it made what is to be removed'
  require kind 'it made what is to be removed'
  ! has_cluster || kind delete cluster --name "$cluster"
  docker rm --force --volumes "$registry" >/dev/null 2>&1 || say "no registry $registry was there"
  say "down"
}

main "$@"
