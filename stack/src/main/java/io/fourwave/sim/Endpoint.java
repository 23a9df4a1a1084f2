package io.fourwave.sim;

import java.util.ArrayList;
import java.util.List;

/** A node's place in a network: its name, and the wires that lead away from it. */
final class Endpoint {
  private final String name;
  private final Node node;
  private final List<Wire> wires = new ArrayList<>();

  Endpoint(String name, Node node) {
    this.name = name;
    this.node = node;
  }

  String name() {
    return name;
  }

  Node node() {
    return node;
  }

  void leads(Wire wire) {
    wires.add(wire);
  }

  /** The wire to another node; null if there is none. A node with one wire sends all over it. */
  Wire wireTo(Endpoint destination) {
    if (wires.size() == 1) {
      return wires.get(0);
    }
    for (Wire wire : wires) {
      if (wire.leadsTo(destination)) {
        return wire;
      }
    }
    return null;
  }
}
