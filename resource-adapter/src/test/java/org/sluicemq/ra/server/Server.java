// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.ra.server;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.sluicemq.ra.server.app.Places;

/** The server under test, as its archives and as an HTTP client sees it. */
final class Server {

  static final String QUALIFIER = "wildfly";
  static final String ADAPTER = "adapter";
  static final String APPLICATION = "application";
  static final String MISCONFIGURED = "misconfigured";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Server() {}

  /** Makes the server's own directory, with the stock configuration and nothing else. */
  static void prepareDirectory() throws IOException {
    Path base = Path.of(System.getProperty("wildfly.server"));
    delete(base);
    Files.createDirectories(base.resolve("deployments"));
    Path configuration = base.resolve("configuration");
    Files.createDirectories(configuration);
    Path stock = Path.of(System.getProperty("wildfly.home"), "standalone", "configuration");
    try (Stream<Path> files = Files.list(stock)) {
      for (Path file : files.toList()) {
        Files.copy(file, configuration.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> paths = Files.walk(directory)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }

  static ResourceAdapterArchive adapter() {
    return ShrinkWrap.createFromZipFile(
        ResourceAdapterArchive.class, new File(System.getProperty("sluice.rar")));
  }

  static WebArchive application() {
    return ShrinkWrap.create(WebArchive.class, "contract.war")
        .addPackage(Places.class.getPackage())
        .addAsWebInfResource("server/contract-ds.xml", "contract-ds.xml")
        .addAsWebInfResource("server/jboss-ejb3.xml", "jboss-ejb3.xml")
        .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
        .addAsManifestResource(
            new StringAsset(
                "Dependencies: deployment.sluice.rar, org.jboss.jboss-transaction-spi\n"),
            "MANIFEST.MF");
  }

  /** The archive with a setting that makes no sense, and nothing that could be bound twice. */
  static ResourceAdapterArchive misconfigured() {
    ResourceAdapterArchive archive =
        ShrinkWrap.create(ZipImporter.class, "misconfigured.rar")
            .importFrom(new File(System.getProperty("sluice.rar")))
            .as(ResourceAdapterArchive.class);
    archive.delete("META-INF/ironjacamar.xml");
    return archive.addAsManifestResource("server/misconfigured.xml", "ironjacamar.xml");
  }

  /** The transactions in the server's log that recovery has not ended. */
  static List<String> transactionLog() throws IOException {
    Path store = Path.of(System.getProperty("wildfly.server"), "data", "tx-object-store");
    try (Stream<Path> files = Files.walk(store)) {
      return files
          .filter(file -> file.getParent().endsWith("AtomicAction"))
          .map(file -> file.getFileName().toString())
          .toList();
    }
  }

  /** Waits until recovery has ended all transactions. */
  static void awaitEmptyTransactionLog() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!transactionLog().isEmpty()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("In the server's log there still is " + transactionLog());
      }
      Thread.sleep(50);
    }
  }

  /** Asks the application to do something and gives its answer. */
  static String ask(String action, String... parameters) throws IOException {
    StringBuilder query =
        new StringBuilder("action=" + URLEncoder.encode(action, StandardCharsets.UTF_8));
    for (int i = 0; i < parameters.length; i += 2) {
      query
          .append('&')
          .append(parameters[i])
          .append('=')
          .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    URI uri =
        URI.create(
            "http://127.0.0.1:"
                + System.getProperty("wildfly.http.port")
                + "/contract/do?"
                + query);
    try {
      HttpResponse<String> response =
          CLIENT.send(
              HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(uri + " answered " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  static List<String> lines(String action, String... parameters) throws IOException {
    String answer = ask(action, parameters);
    return answer.isEmpty() ? List.of() : Arrays.asList(answer.split("\n"));
  }

  /** Asks again and again until the answer is as wanted. */
  static List<String> await(Predicate<List<String>> wanted, String action, String... parameters)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> answer = lines(action, parameters);
    while (!wanted.test(answer)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(action + " " + List.of(parameters) + " still answers " + answer);
      }
      Thread.sleep(50);
      answer = lines(action, parameters);
    }
    return answer;
  }
}
