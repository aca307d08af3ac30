// SPDX-License-Identifier: Apache-2.0

/** The order desk as a whole, in a server process: its page in a browser, and its crash. */
package org.sluicemq.examples.orderdesk.running;
