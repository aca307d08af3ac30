// SPDX-License-Identifier: Apache-2.0

/**
 * Kills real processes under load and accounts for every message afterwards. Uses the public face
 * only.
 */
package org.sluicemq.crash;
