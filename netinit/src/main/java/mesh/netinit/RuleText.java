package mesh.netinit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.netinit.Match.Destination;
import mesh.netinit.Match.DestinationPort;
import mesh.netinit.Match.Invalid;
import mesh.netinit.Match.OutInterface;
import mesh.netinit.Match.OwnerGid;
import mesh.netinit.Match.OwnerUid;
import mesh.netinit.Match.Source;
import mesh.netinit.Match.Tcp;
import mesh.netinit.Target.Drop;
import mesh.netinit.Target.Jump;
import mesh.netinit.Target.Queue;
import mesh.netinit.Target.Redirect;
import mesh.netinit.Target.Return;

/** Rules in iptables' own words, as {@code iptables-save} prints them: rendered and read back. */
final class RuleText {
    private RuleText() {}

    /** What follows {@code -A CHAIN}. */
    static String specification(Rule rule) {
        var words = new ArrayList<String>();
        rule.matches().forEach(match -> words.add(render(match)));
        if (!rule.why().isEmpty()) {
            words.add("-m comment --comment \"" + rule.why() + "\"");
        }
        words.add(render(rule.target()));
        return String.join(" ", words);
    }

    /** The matches alone, for people: {@code -p tcp -m tcp --dport 22}. */
    static String matches(Rule rule) {
        return String.join(" ", rule.matches().stream().map(RuleText::render).toList());
    }

    private static String render(Match match) {
        return switch (match) {
            case Source(var block) -> "-s " + block;
            case Destination(var block) -> "-d " + block;
            case OutInterface(var name) -> "-o " + name;
            case Tcp() -> "-p tcp";
            case DestinationPort(var ports) -> "-m tcp --dport " + render(ports);
            case OwnerUid(var uid) -> "-m owner --uid-owner " + uid;
            case OwnerGid(var gid) -> "-m owner --gid-owner " + gid;
            case Invalid() -> "-m conntrack --ctstate INVALID";
        };
    }

    private static String render(PortRange ports) {
        return ports.first() == ports.last() ? "" + ports.first() : ports.first() + ":" + ports.last();
    }

    static String render(Target target) {
        return switch (target) {
            case Jump(var chain) -> "-j " + chain;
            case Return() -> "-j RETURN";
            case Redirect(int port) -> "-j REDIRECT --to-ports " + port;
            case Drop() -> "-j DROP";
            case Queue(int number) -> "-j NFQUEUE --queue-num " + number + " --queue-bypass";
        };
    }

    /**
     * Reads a rule back.
     *
     * @return empty for a rule that {@link #specification} cannot have written: somebody else's
     */
    static Optional<Rule> parse(Table table, String chain, String specification) {
        try {
            return Optional.of(new Reader(Words.of(specification)).rule(table, chain));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the answer to "is this one of ours?", not a failure
        }
    }

    /** Takes the words of a rule one by one. */
    private static final class Reader {
        private final List<String> words;
        private final List<Match> matches = new ArrayList<>();
        private int next;
        private String why = "";
        private String target = "";
        private String targetValue = "";
        private boolean bypass;

        Reader(List<String> words) {
            this.words = words;
        }

        Rule rule(Table table, String chain) {
            while (next < words.size()) {
                option(take());
            }
            return new Rule(table, chain, matches, target(), why);
        }

        private void option(String option) {
            switch (option) {
                case "-m" -> take(); // the module's name: its options say enough
                case "-s" -> matches.add(new Source(Cidr.parse(take())));
                case "-d" -> matches.add(new Destination(Cidr.parse(take())));
                case "-o" -> matches.add(new OutInterface(take()));
                case "-p" -> matches.add(tcp(take()));
                case "--dport" -> matches.add(new DestinationPort(PortRange.parse(take())));
                case "--uid-owner" -> matches.add(new OwnerUid(Long.parseLong(take())));
                case "--gid-owner" -> matches.add(new OwnerGid(Long.parseLong(take())));
                case "--ctstate" -> matches.add(invalid(take()));
                case "--comment" -> why = take();
                case "-j" -> target = take();
                case "--to-ports", "--queue-num" -> targetValue = take();
                case "--queue-bypass" -> bypass = true;
                default -> throw new IllegalArgumentException("not ours: " + option);
            }
        }

        private static Match tcp(String protocol) {
            if (!protocol.equals("tcp")) {
                throw new IllegalArgumentException("not ours: protocol " + protocol);
            }
            return new Tcp();
        }

        private static Match invalid(String state) {
            if (!state.equals("INVALID")) {
                throw new IllegalArgumentException("not ours: state " + state);
            }
            return new Invalid();
        }

        private Target target() {
            return switch (target) {
                case "RETURN" -> new Return();
                case "DROP" -> new Drop();
                case "REDIRECT" -> new Redirect(Integer.parseInt(targetValue));
                case "NFQUEUE" -> queue();
                case String chain when chain.startsWith(RulePlan.PREFIX) -> new Jump(chain);
                default -> throw new IllegalArgumentException("not ours: target " + target);
            };
        }

        private Target queue() {
            if (!bypass) {
                throw new IllegalArgumentException("not ours: a queue without bypass");
            }
            return new Queue(Integer.parseInt(targetValue));
        }

        private String take() {
            if (next == words.size()) {
                throw new IllegalArgumentException("not ours: ends early");
            }
            return words.get(next++);
        }
    }
}
