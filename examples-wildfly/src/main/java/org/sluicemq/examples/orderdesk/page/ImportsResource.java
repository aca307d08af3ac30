// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.sluicemq.examples.orderdesk.flow.NotPossible;
import org.sluicemq.examples.orderdesk.imports.Imports;

/** Imports, as the page asks for them. */
@Path("imports")
@RequestScoped
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class ImportsResource {

  private static final String SAMPLE = "orders-10000.csv";
  private static final int LARGEST_FILE = 20 * 1024 * 1024;
  private static final int LONGEST_NAME = 120;

  @Inject private Imports imports;

  /**
   * The answer to a begun import.
   *
   * @param importId its number
   */
  public record Begun(long importId) {}

  /** Imports the file in the request's body. */
  @POST
  public Begun upload(@QueryParam("name") @DefaultValue("orders.csv") String name, InputStream body)
      throws IOException {
    byte[] content = body.readNBytes(LARGEST_FILE + 1);
    if (content.length > LARGEST_FILE) {
      throw new NotPossible(
          "The file is larger than %d MiB: import it in parts.".formatted(LARGEST_FILE >> 20));
    }
    String kept = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return new Begun(imports.begin(kept, content));
  }

  /** Imports the sample that comes with the order desk. */
  @POST
  @Path("sample")
  public Begun sample() throws IOException {
    try (InputStream sample = getClass().getResourceAsStream("/orderdesk/" + SAMPLE)) {
      return new Begun(imports.begin(SAMPLE, sample.readAllBytes()));
    }
  }

  /** Lets a stopped import go on. */
  @POST
  @Path("{id}")
  public Begun goOn(@PathParam("id") long importId) {
    imports.goOn(importId);
    return new Begun(importId);
  }
}
