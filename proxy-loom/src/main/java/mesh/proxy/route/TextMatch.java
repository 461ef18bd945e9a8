package mesh.proxy.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import mesh.proxy.http1.Slice;

/** What a header, a parameter or a path must be. */
sealed interface TextMatch {
    /** Exactly this. */
    record Exact(String text) implements TextMatch {
        @Override
        public boolean holds(Slice value) {
            return value.is(text);
        }
    }

    /** This expression, from the first to the last character; RE2's take linear time, whatever a client sends. */
    record Regex(Pattern pattern) implements TextMatch {
        @Override
        public boolean holds(Slice value) {
            return pattern.matches(value.toString());
        }
    }

    boolean holds(Slice value);

    /** @throws IllegalArgumentException saying what is wrong with the expression */
    static TextMatch regex(String expression) {
        try {
            return new Regex(Pattern.compile(expression));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "the regular expression \"%s\" is not one of RE2: %s".formatted(expression, e.getMessage()), e);
        }
    }
}
