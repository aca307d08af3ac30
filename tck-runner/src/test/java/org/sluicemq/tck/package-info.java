// SPDX-License-Identifier: Apache-2.0

/** Checks of the provider against the API as it is published: its signatures today. */
package org.sluicemq.tck;
