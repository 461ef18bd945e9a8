package mesh.bench.report;

/** One line of the table: a quantity of a workload. */
public record Row(String workload, Quantity quantity) {
    @Override
    public String toString() {
        return workload + ": " + quantity + ", " + quantity.unit();
    }
}
