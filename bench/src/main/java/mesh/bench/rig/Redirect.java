package mesh.bench.rig;

import mesh.linux.NetworkNamespace;
import mesh.netinit.Applier;
import mesh.netinit.Capture;
import mesh.netinit.ProxyOwner;
import mesh.netinit.RulePlan;
import mesh.netinit.Settings;
import mesh.netinit.Tools;

/** netinit's rules with their defaults, the same for every proxy: REDIRECT, and all that a real pod has beside it. */
public final class Redirect {
    /** Whose connections are left alone. */
    static final String PROXY_USER = Long.toString(ProxyOwner.DEFAULT.uid());

    private Redirect() {}

    public static void apply(NetworkNamespace pod) throws Exception {
        pod.call(() -> new Applier(Tools.ofThisMachine(), Settings.DEFAULT).apply(RulePlan.of(Capture.defaults())));
    }
}
