// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.examples.orderdesk.page;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** All resources of the page live below {@code /api}. */
@ApplicationPath("/api")
public class DeskApplication extends Application {}
