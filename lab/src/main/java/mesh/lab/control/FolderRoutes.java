package mesh.lab.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import mesh.lab.pod.Wiring;
import mesh.lab.view.Failure;

/** Routes in a folder of manifests. A file is replaced whole, by a rename: nobody ever reads half of one. */
public final class FolderRoutes implements RouteStore {
    private final Path folder;

    public FolderRoutes(Path folder) {
        this.folder = folder;
    }

    private record Found(Path file, RouteText route) {}

    @Override
    public Weights read(String service) throws IOException {
        return find(service).route().weights();
    }

    @Override
    public String write(Weights weights) throws IOException {
        var found = find(weights.stable());
        var draft = folder.resolve("." + found.file().getFileName() + ".draft"); // hidden: no manifest
        Files.writeString(draft, found.route().with(weights));
        Wiring.readableForAll(draft, "rw-r--r--");
        Files.move(draft, found.file(), StandardCopyOption.ATOMIC_MOVE);
        return found.file().toString();
    }

    /** A file that cannot be read as one is only in the way when no other has the route. */
    private Found find(String service) throws IOException {
        Optional<Failure> inTheWay = Optional.empty();
        for (var file : manifests()) {
            try {
                var route = route(file, service);
                if (route.isPresent()) {
                    return new Found(file, route.get());
                }
            } catch (Failure e) {
                inTheWay = inTheWay.or(() -> Optional.of(e));
            }
        }
        throw inTheWay.orElseGet(() -> new Failure(
                "no HTTPRoute in %s has Service %s as its parent, so its requests all stay. app-b-route.yaml shows how one is written."
                        .formatted(folder, service)));
    }

    private static Optional<RouteText> route(Path file, String service) throws IOException {
        try {
            return RouteText.find(Files.readString(file), service);
        } catch (Failure e) {
            throw new Failure(file + ": " + e.getMessage(), e);
        }
    }

    private List<Path> manifests() throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.filter(file -> file.getFileName().toString().matches("[^.].*\\.ya?ml"))
                    .sorted()
                    .toList();
        }
    }
}
