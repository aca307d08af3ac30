// SPDX-License-Identifier: Apache-2.0

/**
 * The seam between the broker and whatever keeps its messages: {@link
 * org.sluicemq.store.MessageStore}, the values that cross it, and the group commit that every store
 * shares.
 *
 * <p>Called by {@code broker} and {@code broker.transaction}. May call {@code message}. It knows no
 * broker, no session and no SQL.
 */
package org.sluicemq.store;
