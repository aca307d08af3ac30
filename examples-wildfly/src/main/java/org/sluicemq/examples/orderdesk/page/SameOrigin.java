// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.page;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/** Refuses orders that another site makes a browser place here. */
@Provider
public class SameOrigin implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    String origin = request.getHeaderString("Origin");
    if (origin == null || request.getMethod().equals("GET")) {
      return;
    }
    URI here = request.getUriInfo().getBaseUri();
    if (!origin.equals(here.getScheme() + "://" + here.getAuthority())) {
      request.abortWith(
          Response.status(Response.Status.FORBIDDEN)
              .type(MediaType.APPLICATION_JSON)
              .entity(new Failures.Failure("Orders are placed from the order desk's own page."))
              .build());
    }
  }
}
