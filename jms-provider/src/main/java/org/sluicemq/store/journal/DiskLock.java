// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.io.Closeable;

/**
 * A lock taken by {@link Disk#tryLock}; closing it gives it back, closing it twice does nothing.
 */
public interface DiskLock extends Closeable {}
