package mesh.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import mesh.lab.pod.Build;
import mesh.lab.split.SplitText;
import mesh.lab.topology.Site;
import mesh.lab.up.HopTable;
import mesh.lab.up.Requirements;
import mesh.lab.up.Up;
import mesh.lab.view.Progress;
import mesh.lab.view.Style;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "up",
        description = {
            "Makes the mesh, and shows one request through it, hop by hop, and how 100 requests are divided.",
            "",
            "Three pods, app-a, app-b and app-b2, joined by a bridge. Nothing of the machine's own network is touched:"
                    + " no rule, no route, no interface.",
            ""
        },
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        footerHeading = "%nExample:%n",
        footer = {
            "  ./mesh up",
            "",
            "What to learn: that a mesh is made of ordinary parts. See them with `ip netns list`, `ps -u 1337`,"
                    + " `ip -n mesh-node link`, and in the order in which they must come: network, rules, proxy, app."
        })
final class UpCommand implements Callable<Integer> {
    @Mixin
    HelpOption help;

    @Override
    public Integer call() throws IOException {
        Requirements.root("up");
        var site = Site.configured();
        var progress = new Progress(System.out);
        var traffic = new Up(site, Build.located(), progress).run();
        System.out.println();
        System.out.println(HopTable.of(traffic.connection()));
        System.out.println();
        System.out.println(Style.BOLD.of("%d requests from app-a to service app-b, 90 : 10 says its route"
                .formatted(traffic.split().requests())));
        System.out.println(SplitText.table(traffic.split()));
        System.out.println();
        System.out.println(whatNext());
        return 0;
    }

    private static String whatNext() {
        var commands = """
                ./mesh exec app-a -- curl -s http://app-b:8080/    a call of your own, through both proxies
                ./mesh stories app-a --follow                      app-a calls every 2 s: see each call
                ./mesh canary app-b --to app-b2 --weight 50        move requests to the other version
                ./mesh rules app-a                                 the rules, with their reasons and counters
                ./mesh watch app-b                                 each packet, before and after REDIRECT
                ./mesh status                                      what runs, as whom, and what proxies know
                ./mesh down                                        removes all of it
                """;
        return Style.BOLD.of("What to try next") + "\n" + commands.indent(2).stripTrailing();
    }
}
