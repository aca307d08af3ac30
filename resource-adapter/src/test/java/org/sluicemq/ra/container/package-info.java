// SPDX-License-Identifier: Apache-2.0

/**
 * A container small enough to script: a work manager, endpoints with transactions, a pool of one.
 * What the tests of the adapter see of a server.
 */
package org.sluicemq.ra.container;
