// SPDX-License-Identifier: Apache-2.0

/**
 * The resource adapter (Jakarta Connectors 2.1): what a server starts, stops and configures, and
 * the destinations that it administers.
 *
 * <p>Called by the server only. May call {@code ra.inbound}, {@code ra.outbound} and the public
 * face of the provider.
 */
package org.sluicemq.ra;
