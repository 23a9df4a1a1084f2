package io.fourwave.sim;

/**
 * What joins two nodes: a wire each way.
 *
 * @param there from the node that was named first; {@code Direction.OUT} for rules about packets
 * @param back to it; {@code Direction.IN}
 */
public record Cable(Wire there, Wire back) {
  /** Cuts both wires. */
  public void cut() {
    there.cut();
    back.cut();
  }

  /** Makes both wires whole again. */
  public void mend() {
    there.mend();
    back.mend();
  }
}
