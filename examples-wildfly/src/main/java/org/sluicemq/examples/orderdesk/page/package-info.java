// SPDX-License-Identifier: Apache-2.0

/**
 * The page's resources below {@code /api}: what it reads, what its buttons do, and how failures
 * become sentences. The top floor: nobody calls it but the browser.
 */
package org.sluicemq.examples.orderdesk.page;
