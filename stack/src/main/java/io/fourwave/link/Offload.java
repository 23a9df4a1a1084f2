package io.fourwave.link;

/**
 * What a device takes off the stack's hands.
 *
 * @param checksum the device fills in the transport checksum of an outgoing packet whose state is
 *     {@link Packet.ChecksumState#PARTIAL}
 * @param segmentationV4 the device takes TCP super-segments over IPv4
 * @param segmentationV6 the device takes TCP super-segments over IPv6
 */
public record Offload(boolean checksum, boolean segmentationV4, boolean segmentationV6) {
  /** Nothing: every packet is complete and no longer than the MTU. */
  public static final Offload NONE = new Offload(false, false, false);

  /** All there is. */
  public static final Offload ALL = new Offload(true, true, true);

  /** Refuses segmentation without checksums: the device must recompute them for each piece. */
  public Offload {
    if ((segmentationV4 || segmentationV6) && !checksum) {
      throw new IllegalArgumentException("segmentation offload needs checksum offload as well");
    }
  }
}
