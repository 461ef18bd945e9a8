package mesh.lab.watch;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what was not used for the longest time when it is full. For one thread. */
final class Recent<K, V> {
    private static final float LOAD_FACTOR = 0.75f; // LinkedHashMap's own default
    private final Map<K, V> entries;

    Recent(int capacity) {
        entries = new LinkedHashMap<>(16, LOAD_FACTOR, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    /** The value, or null. */
    V get(K key) {
        return entries.get(key);
    }

    void put(K key, V value) {
        entries.put(key, value);
    }
}
