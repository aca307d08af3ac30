// SPDX-License-Identifier: Apache-2.0

/**
 * The public face of Sluice: connection factories, destinations, the embedded {@link
 * org.sluicemq.Sluice} handle and its {@link org.sluicemq.SluiceConfiguration}.
 *
 * <p>Applications use this package and {@code jakarta.jms}; everything below it may change. It may
 * call every other package but {@code naming}, and is called by {@code naming}, the resource
 * adapter and applications.
 */
package org.sluicemq;
