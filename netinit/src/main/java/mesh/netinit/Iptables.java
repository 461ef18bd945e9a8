package mesh.netinit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mesh.linux.Command;

/** The programs of one family and one backend, run in the calling thread's network namespace. */
record Iptables(Family family, Backend backend, Tools tools) {
    /** How long the legacy programs wait for one another's lock. */
    private static final String LOCK_SECONDS = "5";

    boolean isInstalled() {
        return tools.find(family, backend, "restore").isPresent()
                && tools.find(family, backend, "save").isPresent();
    }

    /** What {@code iptables-save -c} prints: every table that exists, with counters. */
    String save() throws IptablesException {
        var run = run(List.of(program("save").toString(), "-c"), "");
        // Its exit status cannot be trusted (istio#49871): what it printed decides, and so do complaints.
        if (!run.ok() || (run.output().isBlank() && Remedy.isRefusal(run.error()))) {
            throw IptablesException.of(run, this);
        }
        return run.output();
    }

    LiveRules live() throws IptablesException {
        return LiveRules.parse(save());
    }

    /** Hands a change to the kernel. @throws IptablesException with the kernel's reason; each table is all or nothing */
    void restore(String text) throws IptablesException {
        var line = new ArrayList<>(List.of(program("restore").toString(), "--noflush"));
        if (backend == Backend.LEGACY) {
            line.addAll(List.of("--wait", LOCK_SECONDS));
        }
        var run = run(line, text);
        if (!run.ok()) {
            throw IptablesException.of(run, this);
        }
    }

    private Command run(List<String> line, String input) throws IptablesException {
        var whole = new ArrayList<>(tools.launcher());
        whole.addAll(line);
        try {
            return Command.run(whole, input);
        } catch (IOException e) {
            throw new IptablesException("cannot run `%s`: %s".formatted(String.join(" ", whole), e.getMessage()), e);
        }
    }

    private Path program(String verb) throws IptablesException {
        return tools.find(family, backend, verb).orElseThrow(() -> notInstalled(verb));
    }

    private IptablesException notInstalled(String verb) {
        return new IptablesException(
                "%s-%s-%s is not installed. Install the package iptables (Debian, Ubuntu, Fedora, Alpine)%s."
                        .formatted(
                                family.program(),
                                backend.word(),
                                verb,
                                backend == Backend.LEGACY ? ", on Alpine and Fedora also iptables-legacy" : ""),
                null);
    }

    @Override
    public String toString() {
        return family.program() + "-" + backend.word();
    }
}
