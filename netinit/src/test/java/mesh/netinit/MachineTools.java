package mesh.netinit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Predicate;

/** The machine's own iptables with something missing or broken, as nodes and images have it. */
final class MachineTools {
    private MachineTools() {}

    /** Only those programs whose name passes. */
    static Tools only(Path folder, Predicate<String> names) throws IOException {
        for (var family : Family.values()) {
            for (var infix : List.of("-", "-nft-", "-legacy-")) {
                for (var verb : List.of("save", "restore")) {
                    var name = family.program() + infix + verb;
                    if (names.test(name)) {
                        link(folder, name);
                    }
                }
            }
        }
        return new Tools(List.of(folder), List.of());
    }

    /** As on the machine: a link to a program that is many in one, and whose own name tells the backend. */
    private static void link(Path folder, String name) throws IOException {
        var program = Path.of("/usr/sbin", name).toRealPath();
        Files.copy(program, folder.resolve(program.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        Files.createSymbolicLink(folder.resolve(name), program.getFileName());
    }

    /** All programs, but without the extension {@code comment}, as in minimal images. */
    static Tools withoutComments(Path folder) throws IOException {
        var all =
                Path.of("/usr/lib", System.getProperty("os.arch").replace("amd64", "x86_64") + "-linux-gnu", "xtables");
        try (var extensions = Files.list(all)) {
            for (var extension : extensions.toList()) {
                var name = extension.getFileName().toString();
                if (!name.contains("comment")) {
                    Files.copy(extension, folder.resolve(name));
                }
            }
        }
        return new Tools(Tools.ofThisMachine().folders(), List.of("env", "XTABLES_LIBDIR=" + folder));
    }

    /** All programs, but one that refuses everything with these words, as it does on a kernel that lacks something. */
    static Tools refusing(Path folder, String program, String words) throws IOException {
        only(folder, name -> !name.equals(program));
        var script = folder.resolve(program);
        Files.writeString(script, "#!/bin/sh\necho \"" + words + "\" >&2\nexit 3\n");
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + script + " executable");
        }
        return new Tools(List.of(folder), List.of());
    }
}
