# Runs the proxy as a pod would, for a moment: connected to a control plane, a request through it, then SIGTERM. What it
# loaded goes into proxy-loom.aot. The flags must be those of the image's ENTRYPOINT.
set -euo pipefail
cd /opt/proxy-loom
jvm=(/opt/java/bin/java @/opt/proxy-loom/proxy.jvm -Djna.boot.library.path=/opt/proxy-loom -Djna.nounpack=true)

# request PORT PATH: an HTTP request by bash, which every JDK's image has.
request() {
  exec 3<>"/dev/tcp/127.0.0.1/$1"
  printf 'GET %s HTTP/1.1\r\nHost: train.train.svc.cluster.local\r\nConnection: close\r\n\r\n' "$2" >&3
  cat <&3 >/dev/null
  exec 3>&-
}

jwebserver -b 127.0.0.1 -p 8080 -d /opt/java/conf >/dev/null & app=$!
java -jar /training/controlplane.jar --folder /training & controlplane=$!
"${jvm[@]}" -XX:AOTCacheOutput=/opt/proxy-loom/proxy-loom.aot -jar /opt/proxy-loom/proxy-loom.jar \
  --control-plane 127.0.0.1:15010 --forward-to 127.0.0.1:8080 --drain-delay 0s & proxy=$!
/opt/java/bin/java -cp /opt/proxy-loom/proxy-loom.jar mesh.proxy.AwaitReady

for round in 1 2 3 4 5; do
  request 15006 /
  request 15001 /
  request 15020 /metrics
  request 15020 /ready
  request 15020 /live
done

kill $proxy
wait $proxy
kill $app $controlplane
[ -s proxy-loom.aot ]
