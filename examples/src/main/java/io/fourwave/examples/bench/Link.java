package io.fourwave.examples.bench;

import io.fourwave.tun.TunDevice;
import io.fourwave.tun.TunException;
import io.fourwave.tun.TunInterface;
import io.fourwave.tun.TunSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * A way from the client to a server: names and addresses, from the blocks that are kept for
 * benchmarks (RFC 2544 §C.2.2, RFC 5180 §8).
 *
 * @param side whose TCP is at the far end
 * @param offload whether the devices leave checksums, and packets of up to 64 KB, to each other
 */
public record Link(Side side, boolean offload) {
  /** The links of a side. */
  static List<Link> of(Side side) {
    return List.of(new Link(side, true), new Link(side, false));
  }

  private int number() {
    return 2 * side.ordinal() + (offload ? 0 : 1);
  }

  /** The device at the client's end. */
  String near() {
    return "near" + number();
  }

  /** The device at the server's end, where the kernel serves. */
  String far() {
    return "far" + number();
  }

  /** The server's address. */
  public InetAddress server(boolean ipv6) {
    try {
      return InetAddress.getByName(ipv6 ? v6(2) : v4(2));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("a literal needs no looking up", e);
    }
  }

  private String v4(int host) {
    return "198.18." + number() + "." + host;
  }

  private String v6(int host) {
    return "2001:2:0:" + number() + "::" + host;
  }

  /** Opens one of the devices. */
  TunDevice open(String device) throws TunException {
    return TunDevice.open(TunSettings.named(device).withOffload(offload));
  }

  /** Lets the kernel's side of the near device be the client's. */
  void configureNear() throws TunException {
    configure(near(), 1);
  }

  /** Lets the kernel's side of the far device be the server's. */
  void configureFar() throws TunException {
    configure(far(), 2);
  }

  private void configure(String device, int host) throws TunException {
    TunInterface.named(device)
        .withoutLinkLocal()
        .address(v4(host) + "/24")
        .address(v6(host) + "/64")
        .up();
  }

  @Override
  public String toString() {
    return side + (offload ? " with offload" : " without offload");
  }
}
