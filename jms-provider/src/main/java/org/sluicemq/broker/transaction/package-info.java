// SPDX-License-Identifier: Apache-2.0

/**
 * The unit of work, local and XA: what becomes true together. {@link
 * org.sluicemq.broker.transaction.UnitOfWork} is one of them, {@link
 * org.sluicemq.broker.transaction.Branches} the table of those that a transaction manager drives.
 *
 * <p>Called by {@code broker} and {@code client}. May call {@code store} and {@code message}. What
 * a unit does to destinations is hidden behind {@link org.sluicemq.broker.transaction.Operation},
 * so this package stands below {@code broker}.
 */
package org.sluicemq.broker.transaction;
