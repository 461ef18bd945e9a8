package mesh.lab.made;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One thing that {@code up} made, or was about to make: each can tell afterwards whether it is still ours. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Made.Folder.class, name = "folder"),
    @JsonSubTypes.Type(value = Made.SharedFolder.class, name = "sharedFolder"),
    @JsonSubTypes.Type(value = Made.Namespace.class, name = "namespace"),
    @JsonSubTypes.Type(value = Made.Mount.class, name = "mount"),
    @JsonSubTypes.Type(value = Made.Program.class, name = "program")
})
public sealed interface Made {
    /** A folder of ours with all that is in it. */
    record Folder(String path) implements Made {}

    /** A folder that others may use as well by now: removed only when it is empty. */
    record SharedFolder(String path) implements Made {}

    /**
     * A named network namespace.
     *
     * @param inode tells it from another of the same name; 0 while it is about to be made
     */
    record Namespace(String name, long inode) implements Made {}

    /** Something mounted at {@code path}. */
    record Mount(String path) implements Made {}

    /**
     * A process.
     *
     * @param pod where it runs; {@code node} for the control plane
     * @param role {@code proxy}, {@code app} or {@code controlplane}
     * @param uid whom it runs as
     * @param mark value of its environment variable {@link #MARK}: no other process has it
     * @param pid 0 while it is about to be started
     * @param startTicks when it started, so that another process with this pid is not taken for it
     */
    record Program(String pod, String role, int uid, String mark, long pid, long startTicks) implements Made {
        public static final String MARK = "MESH_LAB_PROGRAM";

        public Program started(long pid, long startTicks) {
            return new Program(pod, role, uid, mark, pid, startTicks);
        }
    }
}
