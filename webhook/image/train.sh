# Runs the webhook for a moment and lets it look at a pod. What it loaded goes into webhook.aot. The flags must be those
# of the image's ENTRYPOINT.
set -euo pipefail
cd /opt/webhook
java /training/Visit.java certificate /training/certificate

/opt/java/bin/java @webhook.jvm -XX:AOTCacheOutput=/opt/webhook/webhook.aot -jar /opt/webhook/webhook.jar \
  --certificate-folder /training/certificate --drain-delay 0 & webhook=$!
java /training/Visit.java admission /training/pod.json

kill $webhook
wait $webhook
[ -s webhook.aot ]
