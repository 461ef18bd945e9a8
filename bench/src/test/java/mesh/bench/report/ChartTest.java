package mesh.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ChartTest {
    private final Samples samples = new Samples();

    @Test
    void barsAreAsLongAsTheirMediansAndTextIsEscaped() throws Exception {
        var row = new Row("up & down <fast>", Quantity.RATE);
        samples.add(row, "a", 50);
        samples.add(row, "b", 100);
        var svg = parse(Chart.of("Title \"quoted\"", "today", samples, List.of("a", "b")));
        var bars = svg.getElementsByTagName("rect");
        assertEquals(3, bars.getLength(), "the page and two bars");
        assertEquals(2 * width(bars.item(1)), width(bars.item(2)), 0.11);
        var text = svg.getDocumentElement().getTextContent();
        assertTrue(text.contains("up & down <fast>"), text);
        assertTrue(text.contains("rate, /s: more is better"), text);
    }

    @Test
    void aSubjectWithoutANumberHasNoBar() throws Exception {
        samples.add(new Row("work", Quantity.CPU), "b", 1);
        var svg = parse(Chart.of("Title", "today", samples, List.of("a", "b")));
        assertEquals(2, svg.getElementsByTagName("rect").getLength(), "the page and one bar");
    }

    @Test
    void itFollowsTheReadersColourScheme() {
        assertTrue(Chart.of("Title", "today", samples, List.of()).contains("prefers-color-scheme: dark"));
    }

    private static double width(org.w3c.dom.Node bar) {
        return Double.parseDouble(((Element) bar).getAttribute("width"));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
