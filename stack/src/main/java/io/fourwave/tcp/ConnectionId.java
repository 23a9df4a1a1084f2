package io.fourwave.tcp;

import io.fourwave.ip.Ends;
import io.fourwave.wire.IpAddress;
import java.net.InetSocketAddress;

/**
 * The four-tuple that names a connection (RFC 9293 §3.3.1).
 *
 * @param localHigh first half of this host's address
 * @param localLow second half
 * @param localPort this host's port
 * @param remoteHigh first half of the peer's address
 * @param remoteLow second half
 * @param remotePort the peer's port
 */
public record ConnectionId(
    long localHigh, long localLow, int localPort, long remoteHigh, long remoteLow, int remotePort)
    implements Ends {

  /** This host's address and port. */
  public InetSocketAddress local() {
    return new InetSocketAddress(new IpAddress(localHigh, localLow).toInetAddress(), localPort);
  }

  /** The peer's address and port. */
  public InetSocketAddress remote() {
    return new InetSocketAddress(new IpAddress(remoteHigh, remoteLow).toInetAddress(), remotePort);
  }

  boolean matches(Segment seg) {
    return localPort == seg.localPort
        && remotePort == seg.remotePort
        && localLow == seg.localLow
        && remoteLow == seg.remoteLow
        && localHigh == seg.localHigh
        && remoteHigh == seg.remoteHigh;
  }

  @Override
  public String toString() {
    return text(localHigh, localLow, localPort) + " > " + text(remoteHigh, remoteLow, remotePort);
  }

  private static String text(long high, long low, int port) {
    String address = new IpAddress(high, low).toString();
    return (IpAddress.isV4(high, low) ? address : "[" + address + "]") + ":" + port;
  }
}
