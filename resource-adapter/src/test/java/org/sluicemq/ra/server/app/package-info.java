// SPDX-License-Identifier: Apache-2.0

/**
 * The small application that is deployed beside the adapter in the tests in a server. It uses the
 * standard APIs only; a test talks to {@link org.sluicemq.ra.server.app.ContractServlet} over HTTP.
 */
package org.sluicemq.ra.server.app;
