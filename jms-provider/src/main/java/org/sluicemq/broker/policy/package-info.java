// SPDX-License-Identifier: Apache-2.0

/**
 * What a destination does when things go wrong: how often a message is delivered, after which
 * delay, and what becomes of it then. Decisions on values only; the engine carries them out.
 *
 * <p>Called by {@code broker}. May call {@code message}.
 */
package org.sluicemq.broker.policy;
