// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.page;

import jakarta.ejb.EJBException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.sluicemq.examples.orderdesk.flow.NotPossible;

/** Turns every failure into a sentence that the page can show. */
@Provider
public class Failures implements ExceptionMapper<Exception> {

  private static final System.Logger LOG = System.getLogger(Failures.class.getName());

  /**
   * The answer to what failed.
   *
   * @param error a sentence for the person
   */
  public record Failure(String error) {}

  @Override
  public Response toResponse(Exception failure) {
    Throwable cause = failure;
    while (cause instanceof EJBException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof NotPossible || cause instanceof IllegalArgumentException) {
      return answer(Response.Status.BAD_REQUEST.getStatusCode(), cause.getMessage());
    }
    if (cause instanceof WebApplicationException web) {
      return answer(web.getResponse().getStatus(), web.getMessage());
    }
    LOG.log(System.Logger.Level.ERROR, "A request of the page failed", failure);
    return answer(
        Response.Status.INTERNAL_SERVER_ERROR.getStatusCode(),
        "The server could not do it: %s. Its log tells more.".formatted(cause.getMessage()));
  }

  private static Response answer(int status, String sentence) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON)
        .entity(new Failure(sentence))
        .build();
  }
}
