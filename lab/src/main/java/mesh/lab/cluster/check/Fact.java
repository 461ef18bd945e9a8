package mesh.lab.cluster.check;

/** Something that was looked at, and how it is. */
public record Fact(String what, String is) {}
