// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads the XML files that Maven's test plugin writes, one for each test class. */
final class ResultFiles {
  private ResultFiles() {}

  /**
   * Reads all results.
   *
   * @param directory where the files are; one that is missing holds no results
   */
  static List<TestResult> read(Path directory) throws IOException {
    List<TestResult> results = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return results;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(ResultFiles::isResult).sorted().toList()) {
        results.addAll(readFile(file));
      }
    }
    return results;
  }

  private static boolean isResult(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("TEST-") && name.endsWith(".xml");
  }

  private static List<TestResult> readFile(Path file) throws IOException {
    List<TestResult> results = new ArrayList<>();
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      // It throws what the standard handler prints.
      builder.setErrorHandler(new DefaultHandler());
      Element suite = builder.parse(file.toFile()).getDocumentElement();
      NodeList cases = suite.getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        results.add(result((Element) cases.item(i)));
      }
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException(file + " is not a test result that can be read", e);
    }
    return results;
  }

  private static TestResult result(Element test) {
    String failure = "";
    for (String kind : List.of("failure", "error", "skipped")) {
      NodeList found = test.getElementsByTagName(kind);
      if (found.getLength() > 0) {
        failure = words(kind, (Element) found.item(0));
      }
    }
    return new TestResult(
        test.getAttribute("classname"),
        test.getAttribute("name"),
        Double.parseDouble(test.getAttribute("time")),
        failure);
  }

  private static String words(String kind, Element element) {
    String message = element.getAttribute("message").strip();
    String text = message.isEmpty() ? element.getTextContent().strip() : message;
    return kind + (text.isEmpty() ? "" : ": " + text.lines().findFirst().orElse(""));
  }
}
