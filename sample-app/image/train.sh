# Runs the app for a moment as its own peer. What it loaded goes into sample-app.aot. The flags must be those of the
# image's ENTRYPOINT.
set -euo pipefail
cd /opt/sample-app

/opt/java/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -XX:AOTCacheOutput=/opt/sample-app/sample-app.aot \
  -jar /opt/sample-app/sample-app.jar --name train --peer http://127.0.0.1:8080 & app=$!
until (: </dev/tcp/127.0.0.1/8080) 2>/dev/null; do sleep 0.1; done

for path in / /call?path=/ /load?count=2 /status/503; do
  exec 3<>/dev/tcp/127.0.0.1/8080
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$path" >&3
  cat <&3 >/dev/null
  exec 3>&-
done

kill $app
wait $app || [ $? -eq 143 ] # ended by SIGTERM
[ -s sample-app.aot ]
