// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.page;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SameOriginTest {

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"})
  void pageOnThisMachineIsAnswered(String desk) {
    assertTrue(SameOrigin.isOwn(URI.create(desk + "/api/"), desk));
    assertTrue(SameOrigin.isOwn(URI.create(desk + "/api/"), null));
  }

  @Test
  void otherSiteIsRefused() {
    assertFalse(
        SameOrigin.isOwn(URI.create("http://localhost:8080/api/"), "http://elsewhere.example"));
    assertFalse(SameOrigin.isOwn(URI.create("http://localhost:8080/api/"), "null"));
    assertFalse(
        SameOrigin.isOwn(URI.create("http://localhost:8080/api/"), "http://localhost:9999"));
  }

  @Test
  void foreignNameThatPointsHereIsRefused() {
    String rebound = "http://rebound.example:8080";
    assertFalse(SameOrigin.isOwn(URI.create(rebound + "/api/"), rebound));
    assertFalse(SameOrigin.isOwn(URI.create(rebound + "/api/"), null));
  }
}
