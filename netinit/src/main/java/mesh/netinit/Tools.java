package mesh.netinit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the programs of iptables are.
 *
 * @param folders searched in this order
 * @param launcher words in front of each call, such as {@code env NAME=VALUE}; usually none
 */
public record Tools(List<Path> folders, List<String> launcher) {
    /** Those of this machine: PATH, and the folders for administration that a user's PATH may lack. */
    public static Tools ofThisMachine() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("").split(":");
        var folders = Stream.concat(Stream.of(path), Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin"))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .distinct()
                .toList();
        return new Tools(folders, List.of());
    }

    /**
     * The program that serves a family through a backend.
     *
     * @param verb {@code save} or {@code restore}
     * @return empty when it is not installed
     */
    Optional<Path> find(Family family, Backend backend, String verb) {
        return named(family.program() + "-" + backend.word() + "-" + verb)
                .or(() -> named(family.program() + "-" + verb).filter(program -> backendOf(program) == backend));
    }

    /** The backend behind the plain name: what an administrator sees with {@code iptables -S}. */
    Optional<Backend> usual(Family family) {
        return named(family.program() + "-save").map(Tools::backendOf);
    }

    private Optional<Path> named(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The name is a link to {@code xtables-nft-multi} or {@code xtables-legacy-multi}; of old it was the program. */
    private static Backend backendOf(Path program) {
        try {
            return program.toRealPath().getFileName().toString().contains("nft") ? Backend.NFT : Backend.LEGACY;
        } catch (IOException e) {
            return Backend.LEGACY; // deleted this moment: whoever runs it gets the real reason
        }
    }
}
