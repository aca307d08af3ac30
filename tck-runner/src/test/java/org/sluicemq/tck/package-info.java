// SPDX-License-Identifier: Apache-2.0

/** The provider against the signatures of the API, and the runner of the TCK without the TCK. */
package org.sluicemq.tck;
