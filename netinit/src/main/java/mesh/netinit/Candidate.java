package mesh.netinit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A backend that could carry our rules for one family, and what it holds already.
 *
 * @param why why it is preferred, in words for the summary
 */
record Candidate(Iptables iptables, LiveRules live, String why) {
    /**
     * The backends that can be read here, the best first: the one with our rules, then the one with anybody's rules
     * (rules in both would be obeyed twice and shown once), then what plain {@code iptables} means here, then nft.
     *
     * @param forced what {@code --backend} says; empty for auto
     * @throws IptablesException with the reason of each backend, when none can be read
     */
    static List<Candidate> of(Family family, Optional<Backend> forced, Tools tools) throws IptablesException {
        var candidates = new ArrayList<Candidate>();
        var reasons = new ArrayList<String>();
        for (var backend : forced.map(List::of).orElse(List.of(Backend.values()))) {
            var iptables = new Iptables(family, backend, tools);
            try {
                var live = iptables.live();
                candidates.add(new Candidate(iptables, live, why(iptables, live, forced.isPresent())));
            } catch (IptablesException e) {
                reasons.add(e.getMessage());
            }
        }
        if (candidates.isEmpty()) {
            throw new IptablesException(
                    "no backend works for %s here. %s".formatted(family, String.join(" And: ", reasons)), null);
        }
        candidates.sort(Comparator.comparingInt(Candidate::rank));
        return List.copyOf(candidates);
    }

    private int rank() {
        if (live.hasOurs()) {
            return 0;
        }
        if (live.isUsed()) {
            return 1;
        }
        return isUsual(iptables) ? 2 : 3; // the sort is stable, and nft comes first
    }

    private static String why(Iptables iptables, LiveRules live, boolean forced) {
        if (forced) {
            return "as asked with --backend";
        }
        if (live.hasOurs()) {
            return "it has our rules already";
        }
        if (live.isUsed()) {
            return "it has other rules in this namespace already";
        }
        return isUsual(iptables) ? "it is what " + iptables.family().program() + " means here" : "it works here";
    }

    private static boolean isUsual(Iptables iptables) {
        return iptables.tools().usual(iptables.family()).equals(Optional.of(iptables.backend()));
    }
}
