package mesh.webhook.unmeshed;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.UnaryOperator;

/** What an informer remembers of the objects that it has seen. */
final class TrimmedStore<T extends HasMetadata> extends BasicItemStore<T> {
    private final UnaryOperator<T> trim;

    TrimmedStore(UnaryOperator<T> trim) {
        super(Cache::metaNamespaceKeyFunc);
        this.trim = trim;
    }

    @Override
    public T put(String key, T object) {
        return super.put(key, trim.apply(object));
    }

    /** Else the informer would hold all of what it has read until it has read all, to take it from here. */
    @Override
    public boolean isFullState() {
        return false;
    }
}
