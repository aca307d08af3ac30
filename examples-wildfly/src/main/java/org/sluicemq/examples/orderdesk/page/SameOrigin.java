// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.page;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.Set;

/**
 * Lets only the order desk's own page in, on this machine: another site cannot make a browser place
 * orders here, nor read them under a name of its own that it lets point here.
 */
@Provider
public class SameOrigin implements ContainerRequestFilter {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  @Override
  public void filter(ContainerRequestContext request) {
    URI here = request.getUriInfo().getBaseUri();
    if (!isOwn(here, request.getHeaderString("Origin"))) {
      request.abortWith(
          Response.status(Response.Status.FORBIDDEN)
              .type(MediaType.APPLICATION_JSON)
              .entity(
                  new Failures.Failure(
                      "The order desk answers its own page on this machine only; open it at"
                          + " http://localhost:"
                          + here.getPort()
                          + "/"))
              .build());
    }
  }

  /**
   * Whether a request comes from the desk's own page.
   *
   * @param here the address that was asked for
   * @param origin what the browser says of the page that asks, or null when it says nothing
   */
  static boolean isOwn(URI here, String origin) {
    return THIS_MACHINE.contains(here.getHost())
        && (origin == null || origin.equals(here.getScheme() + "://" + here.getAuthority()));
  }
}
