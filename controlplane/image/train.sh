# Runs the control plane for a moment, with a proxy that asks it. What it loaded goes into controlplane.aot. The flags
# must be those of the image's ENTRYPOINT.
set -euo pipefail
cd /opt/controlplane

/opt/java/bin/java @controlplane.jvm -XX:AOTCacheOutput=/opt/controlplane/controlplane.aot \
  -jar /opt/controlplane/controlplane.jar --folder /training & controlplane=$!
java -cp /training/proxy-loom.jar mesh.proxy.AwaitReady --port 15014
java -jar /training/proxy-loom.jar --control-plane 127.0.0.1:15010 --drain-delay 0s & proxy=$!
java -cp /training/proxy-loom.jar mesh.proxy.AwaitReady

for page in live metrics proxies snapshot; do
  exec 3<>/dev/tcp/127.0.0.1/15014
  printf 'GET /%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' $page >&3
  timeout 1 cat <&3 >/dev/null || true # the server leaves closing to us
  exec 3>&-
done

kill $proxy
wait $proxy
kill $controlplane
wait $controlplane
[ -s controlplane.aot ]
