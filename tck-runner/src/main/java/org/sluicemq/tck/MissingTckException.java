// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.tck;

/** The TCK cannot be had; says where it was looked for and what to do about it. */
final class MissingTckException extends Exception {
  private static final long serialVersionUID = 1L;

  MissingTckException(String where, String version) {
    super(
        """
        The TCK of Jakarta Messaging (%1$s:%2$s:%3$s) was not found, so nothing was tested.
        %4$s
        It is published by the Jakarta EE platform TCK project, with its releases and as source:
          https://github.com/jakartaee/platform-tck   folder tcks/apis/messaging/messaging-outside-container
        Get a version that the repositories of your settings.xml have:
          ./mvnw verify -Ptck -Dtck.version=VERSION
        or build it, which takes a minute and puts it into the local repository:
          git clone --depth 1 https://github.com/jakartaee/platform-tck
          mvn -f platform-tck/tcks/apis/messaging/messaging-outside-container install
          ./mvnw verify -Ptck -Dtck.version=THE_VERSION_THAT_WAS_BUILT
        or name the jar:
          ./mvnw verify -Ptck -Dtck.jar=/path/to/jms-tck.jar
        """
            .formatted(TckArtifact.GROUP, TckArtifact.NAME, version, where.strip())
            .strip());
  }
}
