// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class BarChartTest {

  @Test
  void barsAreAsLongAsTheirMediansAndTheFloorHasNone() throws Exception {
    List<Double> widths = new ArrayList<>();
    NodeList bars = chart(List.of(Samples.ROW)).getElementsByTagName("rect");
    for (int i = 0; i < bars.getLength(); i++) {
      widths.add(Double.parseDouble(((Element) bars.item(i)).getAttribute("width")));
    }
    assertEquals(3, widths.size());
    assertEquals(5.0, widths.get(0) / widths.get(1), 0.01);
    assertEquals(2.5, widths.get(0) / widths.get(2), 0.01);
  }

  @Test
  void everyContenderIsLabelledWithItsNameAndMedian() throws Exception {
    String text = chart(List.of(Samples.ROW)).getDocumentElement().getTextContent();
    for (String label : List.of("sluice", "5 000", "slow-peer", "1 000", "fast-peer", "2 000")) {
      assertTrue(text.contains(label), label + " in " + text);
    }
  }

  @Test
  void chartIsHighEnoughForAllItsRows() throws Exception {
    Element svg = chart(List.of(Samples.ROW, Samples.ROW)).getDocumentElement();
    NodeList bars = svg.getElementsByTagName("rect");
    Element last = (Element) bars.item(bars.getLength() - 1);
    int bottom = Integer.parseInt(last.getAttribute("y"));
    assertEquals(6, bars.getLength());
    assertTrue(bottom + 16 < Integer.parseInt(svg.getAttribute("height")), "last bar at " + bottom);
  }

  private static Document chart(List<RowResult> results) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(BarChart.of(results))));
  }
}
