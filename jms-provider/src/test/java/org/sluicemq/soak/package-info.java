// SPDX-License-Identifier: Apache-2.0

/**
 * A broker under mixed load for a long time, watched for anything that grows. Uses the public face
 * only.
 */
package org.sluicemq.soak;
