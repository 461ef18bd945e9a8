package mesh.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mesh.bench.load.Target;
import mesh.bench.rig.MissingPeerException;
import mesh.bench.rig.Protocol;
import mesh.bench.rig.Subject;

/** nginx, one worker. It cannot ask SO_ORIGINAL_DST, so its upstream is written into its file. */
record Nginx(Path program, String version, Protocol protocol) implements Subject {
    private static final Path DYNAMIC_MODULE = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");
    private static final String REMEDY =
            "nginx with its stream module is not installed; `apt-get install nginx libnginx-mod-stream` brings it";

    private static final String CONFIGURATION = """
            %s
            daemon off;
            worker_processes 1;
            error_log stderr;
            pid %s/nginx.pid;
            events {
                worker_connections 16000;
            }
            """;

    private static final String STREAM = """
            stream {
                proxy_timeout 1h;
                tcp_nodelay on;
                server {
                    listen %d;
                    proxy_pass %s;
                }
                server {
                    listen %d;
                    proxy_pass %2$s;
                }
            }
            """;

    /** Without keepalive_requests each connection would end after 1,000 requests. */
    private static final String HTTP = """
            http {
                access_log off;
                keepalive_timeout 1h;
                keepalive_requests 1000000000;
                client_body_temp_path %4$s/body;
                proxy_temp_path %4$s/proxy;
                fastcgi_temp_path %4$s/fastcgi;
                uwsgi_temp_path %4$s/uwsgi;
                scgi_temp_path %4$s/scgi;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_set_header Host $http_host;
                upstream app {
                    server %2$s;
                    keepalive 256;
                    keepalive_timeout 1h;
                    keepalive_requests 1000000000;
                }
                server {
                    listen %1$d;
                    location / {
                        proxy_pass http://app;
                    }
                }
                server {
                    listen %3$d;
                    location / {
                        proxy_pass http://app;
                    }
                }
            }
            """;

    static Nginx find(Protocol protocol) throws IOException, MissingPeerException {
        var program = Programs.find("nginx").orElseThrow(() -> new MissingPeerException(REMEDY));
        var built = mesh.linux.Command.run(program.toString(), "-V").error();
        if (protocol == Protocol.TCP && !Files.exists(DYNAMIC_MODULE) && !built.matches("(?s).*--with-stream[ \n].*")) {
            throw new MissingPeerException(REMEDY);
        }
        return new Nginx(program, Programs.version(program.toString(), "-v").replaceFirst(".*nginx/", ""), protocol);
    }

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public String does() {
        var module = protocol == Protocol.TCP ? "stream module" : "HTTP with upstream keepalive";
        return module + ", master and 1 worker; dials a fixed upstream: less work than the others, no SO_ORIGINAL_DST";
    }

    @Override
    public List<String> command(Path folder) throws IOException {
        var file = folder.resolve("nginx.conf");
        var load = Files.exists(DYNAMIC_MODULE) ? "load_module " + DYNAMIC_MODULE + ";" : "";
        Files.writeString(file, CONFIGURATION.formatted(load, folder) + relaying(folder));
        return List.of(program.toString(), "-e", "stderr", "-p", folder.toString(), "-c", file.toString());
    }

    private String relaying(Path folder) {
        return switch (protocol) {
            case TCP -> STREAM.formatted(OUTBOUND, Target.HOST + ":" + Target.PORT, INBOUND);
            case HTTP -> HTTP.formatted(OUTBOUND, Target.HOST + ":" + Target.HTTP_PORT, INBOUND, folder);
        };
    }
}
