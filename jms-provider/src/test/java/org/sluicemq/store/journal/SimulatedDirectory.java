// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.store.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The names in a directory of a {@link SimulatedDisk}: which are durable, which programs see, and
 * the changes between the two. A name is of a file or of another directory; it keeps what it stands
 * for when it changes, so that a renamed directory goes with all that is in it, forced or not. The
 * disk guards it.
 */
final class SimulatedDirectory {

  /** What a name stands for: a file, or a directory. */
  record Node(SimulatedFile file, SimulatedDirectory directory) {
    static Node newFile() {
      return new Node(new SimulatedFile(), null);
    }

    static Node newDirectory() {
      return new Node(null, new SimulatedDirectory());
    }

    boolean isDirectory() {
      return directory != null;
    }

    private Node afterPowerLoss(PowerLoss loss, Random random) {
      return isDirectory()
          ? new Node(null, directory.afterPowerLoss(loss, random))
          : new Node(file.afterPowerLoss(loss, random), null);
    }
  }

  /** A name that went, a name that came, or both at once. */
  private record Renaming(String gone, String come, Node node) {
    void applyTo(TreeMap<String, Node> names) {
      if (gone != null) {
        names.remove(gone);
      }
      if (come != null) {
        names.put(come, node);
      }
    }
  }

  private final TreeMap<String, Node> durable = new TreeMap<>();
  private final TreeMap<String, Node> current = new TreeMap<>();
  private final List<Renaming> unforced = new ArrayList<>();

  SimulatedDirectory() {}

  /** What the name stands for, or null. */
  Node get(String name) {
    return current.get(name);
  }

  boolean isEmpty() {
    return current.isEmpty();
  }

  void create(String name, Node node) {
    change(new Renaming(null, name, node));
  }

  void delete(String name) {
    change(new Renaming(name, null, null));
  }

  void rename(String from, String to) {
    change(new Renaming(from, to, current.get(from)));
  }

  private void change(Renaming renaming) {
    renaming.applyTo(current);
    unforced.add(renaming);
  }

  /** Makes the names durable; not those in the directories here, nor what is in any file. */
  void force() {
    unforced.forEach(renaming -> renaming.applyTo(durable));
    unforced.clear();
  }

  /** Names all files in and below this directory, in order. */
  void forEachFile(Path here, BiConsumer<Path, SimulatedFile> visitor) {
    current.forEach(
        (name, node) -> {
          if (node.isDirectory()) {
            node.directory.forEachFile(here.resolve(name), visitor);
          } else {
            visitor.accept(here.resolve(name), node.file);
          }
        });
  }

  /** What is found here after a loss of power; of the changes some of the first ones. */
  SimulatedDirectory afterPowerLoss(PowerLoss loss, Random random) {
    int kept =
        switch (loss) {
          case NONE_LOST -> unforced.size();
          case ALL_LOST -> 0;
          default -> unforced.isEmpty() ? 0 : random.nextInt(unforced.size() + 1);
        };
    SimulatedDirectory found = new SimulatedDirectory();
    found.durable.putAll(durable);
    unforced.subList(0, kept).forEach(renaming -> renaming.applyTo(found.durable));
    // In the order of the names, so that one seed always means one outcome.
    found.durable.replaceAll((name, node) -> node.afterPowerLoss(loss, random));
    found.current.putAll(found.durable);
    return found;
  }
}
