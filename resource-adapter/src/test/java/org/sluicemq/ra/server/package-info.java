// SPDX-License-Identifier: Apache-2.0

/**
 * The adapter in a real WildFly, through Arquillian. What is deployed beside it is in {@code
 * org.sluicemq.ra.server.app}.
 */
package org.sluicemq.ra.server;
