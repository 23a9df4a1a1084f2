package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.wire.IpAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A local address and port kept for a socket that is bound before it connects. Give it to {@link
 * TcpSocket#open} as the local address, and close it with the socket. Thread-safe.
 */
public final class BoundPort implements AutoCloseable {
  private final List<Part> parts;
  private final InetSocketAddress address;
  private final AtomicBoolean closed = new AtomicBoolean();

  private BoundPort(List<Part> parts, InetSocketAddress address) {
    this.parts = parts;
    this.address = address;
  }

  /**
   * Binds.
   *
   * @param local an address of the stack, or a wildcard; port 0 takes a free one
   * @throws BindException if the address is not the stack's, or the port is in use
   */
  public static BoundPort bind(EventLoop loop, InetSocketAddress local) throws IOException {
    IpAddress address = IpAddress.of(local.getAddress());
    List<Part> parts =
        EveryHost.open(
            loop.loops(),
            local.getPort(),
            (at, port) -> new Part(at, address, at.host().calls().reserve(address, port)),
            Part::port,
            Part::release);
    int port = parts.get(0).port;
    return new BoundPort(parts, new InetSocketAddress(local.getAddress(), port));
  }

  /** The address, which may be a wildcard, and the port, which is never 0. */
  public InetSocketAddress address() {
    return address;
  }

  /** Gives the port back. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      EveryHost.close(parts, Part::release);
    }
  }

  /** What is kept at one host. */
  private record Part(EventLoop loop, IpAddress address, int port) {
    void release() {
      loop.mailbox().post(() -> loop.host().calls().release(address, port));
    }
  }
}
