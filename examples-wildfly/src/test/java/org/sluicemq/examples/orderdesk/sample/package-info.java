// SPDX-License-Identifier: Apache-2.0

/**
 * The seeded script that makes the sample of orders, and the test that the sample is what it makes.
 */
package org.sluicemq.examples.orderdesk.sample;
