// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.sluicemq.Setting;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The descriptors say what the beans have. */
class DescriptorTest {

  private static final Path DESCRIPTORS = Path.of("src", "main", "rar", "META-INF");
  private static final Map<String, String> BEANS =
      Map.of(
          "resourceadapter", "resourceadapter-class",
          "connection-definition", "managedconnectionfactory-class",
          "activationspec", "activationspec-class",
          "adminobject", "adminobject-class");

  private static Element root(String descriptor) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(DESCRIPTORS.resolve(descriptor).toFile())
        .getDocumentElement();
  }

  private static List<Element> elements(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    NodeList all = parent.getElementsByTagName(name);
    for (int i = 0; i < all.getLength(); i++) {
      found.add((Element) all.item(i));
    }
    return found;
  }

  /** The names of the properties that stand directly under a bean's element. */
  private static Set<String> properties(Element bean) {
    return elements(bean, "config-property").stream()
        .filter(property -> property.getParentNode() == (Node) bean)
        .map(property -> elements(property, "config-property-name").get(0).getTextContent())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> textProperties(Class<?> bean) throws Exception {
    return Arrays.stream(Introspector.getBeanInfo(bean).getPropertyDescriptors())
        .filter(property -> property.getPropertyType() == String.class)
        .filter(property -> property.getWriteMethod() != null && property.getReadMethod() != null)
        .map(PropertyDescriptor::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyPropertyOfTheDescriptorIsOneOfItsBean() throws Exception {
    int beans = 0;
    for (Map.Entry<String, String> bean : BEANS.entrySet()) {
      for (Element element : elements(root("ra.xml"), bean.getKey())) {
        String type = elements(element, bean.getValue()).get(0).getTextContent();
        Set<String> known = textProperties(Class.forName(type));
        known.remove("clientID");
        assertEquals(known, properties(element), type);
        beans++;
      }
    }
    assertEquals(7, beans);
  }

  @Test
  void everySettingOfTheBrokerIsAPropertyOfTheAdapter() throws Exception {
    Set<String> settings =
        Arrays.stream(Setting.values())
            .filter(setting -> setting != Setting.CLIENT_ID)
            .map(Setting::key)
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(settings, properties(elements(root("ra.xml"), "resourceadapter").get(0)));
  }

  @Test
  void everyClassOfTheServersDescriptorIsInTheStandardOne() throws Exception {
    String standard = root("ra.xml").getTextContent();
    List<Element> named = new ArrayList<>();
    named.addAll(elements(root("ironjacamar.xml"), "connection-definition"));
    named.addAll(elements(root("ironjacamar.xml"), "admin-object"));

    assertFalse(named.isEmpty());
    for (Element element : named) {
      assertTrue(standard.contains(element.getAttribute("class-name")));
    }
  }
}
