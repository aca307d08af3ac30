// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChartsTest {

  @Test
  void everyRowHasABarAsLongAsItsShareOfTheGoal() throws Exception {
    NodeList bars = parsed(GoalChart.of(Samples.RESULTS.standings())).getElementsByTagName("rect");
    assertEquals(3, bars.getLength());
    // 2.5 of 2 to reach; 906 / 996 of 0.8; 3 of 1.7 seconds
    assertEquals(125, width(bars, 0), 0.1);
    assertEquals(113.7, width(bars, 1), 0.1);
    assertEquals(176.5, width(bars, 2), 0.1);
  }

  @Test
  void rowWithoutARatioHasALineButNoBar() throws Exception {
    Results alone = Samples.results(Samples.row(Samples.series("sluice", 5)));
    Document chart = parsed(GoalChart.of(alone.standings()));
    assertEquals(0, chart.getElementsByTagName("rect").getLength());
    String text = chart.getDocumentElement().getTextContent();
    assertTrue(text.contains("persistent, 1 producer, 1 consumer"), text);
  }

  @Test
  void depthIsACurveWithAPointForEachPart() throws Exception {
    Document chart = parsed(DepthChart.of(List.of(Samples.BACKLOG, Samples.SUNK)));
    NodeList paths = chart.getElementsByTagName("path");
    assertEquals(2, paths.getLength(), "the axes and one curve");
    String curve = ((Element) paths.item(1)).getAttribute("d");
    assertEquals(50, curve.split("[ML]").length - 1);
    assertTrue(chart.getDocumentElement().getTextContent().contains("40 000 messages wait"));
  }

  private static double width(NodeList bars, int index) {
    return Double.parseDouble(((Element) bars.item(index)).getAttribute("width"));
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }
}
