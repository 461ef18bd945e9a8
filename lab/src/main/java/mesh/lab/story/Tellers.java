package mesh.lab.story;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All who are to be asked. Whom that concerns may become clear only from what is told. */
public interface Tellers {
    List<? extends Teller> now() throws IOException;

    /** Finds out who else had part in it; those are among {@link #now()} from then on. */
    default void heard(Told told) throws IOException {}

    /**
     * Asks all, and then those who are named by the first.
     *
     * @param limit of stories of each
     */
    default List<Told> ask(int limit) throws IOException {
        var told = new ArrayList<Told>();
        var asked = new ArrayList<Teller>();
        for (var more = List.<Teller>copyOf(now()); !more.isEmpty(); more = others(asked)) {
            for (var teller : more) {
                asked.add(teller);
                for (var story : teller.stories(0, limit).all().toList()) {
                    told.add(new Told(teller.pod(), story));
                    heard(told.getLast());
                }
            }
        }
        return told;
    }

    private List<Teller> others(List<Teller> asked) throws IOException {
        var others = new ArrayList<Teller>(now());
        others.removeAll(asked);
        return others;
    }
}
