package io.fourwave.tun;

import io.fourwave.link.LinkDevice;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.link.Packet.ChecksumState;
import io.fourwave.tun.libc.LibC;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import jnr.constants.platform.Errno;

/**
 * A Linux TUN device, or one queue of it. What the kernel routes to the interface is read here, and
 * what is written here arrives at the kernel as if from a wire.
 *
 * <p>Opening needs {@code /dev/net/tun} and CAP_NET_ADMIN, or a persistent device that this user
 * may open. The interface begins down and without an address; see {@link TunInterface}. While it is
 * down the kernel takes no packets: they are dropped and counted, not an error.
 *
 * <p>As for every {@link LinkDevice}, one thread calls all but {@link #wakeup()}, which may also
 * come after {@link #close()}. Fastest with packets in direct buffers that have headroom; others
 * are copied once more. If all packets are such, one thread may read and await while another
 * writes, as a relay between two devices does.
 */
public final class TunDevice implements LinkDevice {
  private static final int AGAIN = Errno.EAGAIN.intValue();
  private static final int INTERRUPTED = Errno.EINTR.intValue();
  private static final int NO_BUFFERS = Errno.ENOBUFS.intValue();
  private static final int INTERFACE_DOWN = Errno.EIO.intValue();

  private final Linux linux;
  private final LibC libc;
  private final String name;
  private final int mtu;
  private final Offload offload;
  private final int headerLength;
  private final VirtioNetHeader header = new VirtioNetHeader(ByteOrder.nativeOrder());
  private final BufferAddresses readInto;
  private final BufferAddresses writtenFrom;
  private final IoVectors readVectors;
  private final IoVectors writeVectors;
  private final Waker waker;
  private final Linux.Memory pollMemory;
  private final PollRequest poll;
  private Packet spare;
  private int fd;
  private volatile long droppedWhileDown;

  private TunDevice(Linux linux, TunOpening opening, Waker waker) {
    this.linux = linux;
    this.libc = linux.libc();
    this.waker = waker;
    fd = opening.fd();
    name = opening.name();
    mtu = opening.mtu();
    offload = opening.offload();
    headerLength = offload.checksum() ? VirtioNetHeader.LENGTH : 0;
    readInto = new BufferAddresses(linux);
    writtenFrom = new BufferAddresses(linux);
    readVectors = new IoVectors(linux);
    writeVectors = new IoVectors(linux);
    pollMemory = linux.memory(PollRequest.LENGTH);
    poll = new PollRequest(pollMemory.bytes(), linux.longOctets());
  }

  /**
   * Opens an interface, or makes it.
   *
   * @throws TunException if that is not possible, with a sentence that says what to do
   */
  public static TunDevice open(TunSettings settings) throws TunException {
    Linux linux = Linux.load();
    Waker waker = new Waker(linux);
    try {
      return new TunDevice(linux, new TunOpening(linux, settings), waker);
    } catch (TunException | RuntimeException e) {
      waker.close();
      throw e;
    }
  }

  /**
   * Opens several queues of one interface; the kernel keeps each flow on one of them, that which it
   * was last written to.
   *
   * @param queues 1 to 256
   * @return one device per queue, each for an event loop of its own
   * @throws TunException if one of them cannot be opened; then none is
   */
  public static List<TunDevice> openQueues(TunSettings settings, int queues) throws TunException {
    if (queues < 1) {
      throw new IllegalArgumentException("a device has at least one queue, got " + queues);
    }
    List<TunDevice> devices = new ArrayList<>(queues);
    TunSettings next = settings.withMultiQueue(true);
    try {
      while (devices.size() < queues) {
        TunDevice device = open(next);
        devices.add(device);
        next = next.withName(device.name);
      }
    } catch (TunException | RuntimeException e) {
      devices.forEach(TunDevice::close);
      throw e;
    }
    return List.copyOf(devices);
  }

  /** The interface's name, as the kernel has it. */
  public String name() {
    return name;
  }

  /** The interface's MTU when it was opened, in octets. */
  @Override
  public int mtu() {
    return mtu;
  }

  @Override
  public Offload offload() {
    return offload;
  }

  /** Packets not sent because the interface was administratively down. For any thread. */
  public long droppedWhileDown() {
    return droppedWhileDown;
  }

  @Override
  public boolean scatters() {
    return true;
  }

  @Override
  public boolean read(Packet into, long now) throws TunException {
    if (!into.bytes().isDirect()) {
      return readSpare(into, now);
    }
    into.reset();
    int from = into.start() - headerLength;
    int room = headerLength + (into.landing().isEmpty() ? into.room() : into.landingAfter());
    long octets = read(into, from, room);
    if (octets < headerLength) {
      return nothingRead(octets);
    }
    int here = (int) Math.min(octets, room);
    into.lies(into.start(), from + here);
    if (octets > here) {
      into.tail().set(into.landing(), (int) octets - here);
    }
    if (headerLength > 0) {
      header.read(into);
    }
    return true;
  }

  private long read(Packet into, int from, int room) {
    long address = readInto.of(into.bytes()) + from;
    if (into.landing().isEmpty()) {
      return libc.read(fd, address, room);
    }
    readVectors.set(address, room, into.landing());
    return libc.readv(fd, readVectors.address(), readVectors.count());
  }

  private boolean nothingRead(long octets) throws TunException {
    if (octets >= 0) {
      throw new TunException(name + " gave " + octets + " octets, less than its header has", "");
    }
    int errno = linux.errnoNumber();
    if (errno == AGAIN || errno == INTERRUPTED) {
      return false;
    }
    throw TunErrors.reading(name, Errno.valueOf(errno));
  }

  private boolean readSpare(Packet into, long now) throws TunException {
    Packet direct = spare();
    if (!read(direct, now)) {
      return false;
    }
    // What is longer than the caller's buffer is cut short, as read(2) itself does.
    int room = into.bytes().capacity() - Packet.HEADROOM;
    direct.lies(direct.start(), direct.start() + Math.min(direct.length(), room));
    into.set(direct);
    return true;
  }

  @Override
  public boolean write(Packet packet, long now) throws TunException {
    Packet out = packet;
    if (packet.start() < headerLength || !packet.bytes().isDirect()) {
      out = spare();
      out.set(packet);
    }
    if (headerLength > 0) {
      header.write(out);
    } else {
      checkComplete(out);
    }
    int from = out.start() - headerLength;
    return write(out, from, out.end() - from) >= 0 || notWritten(out);
  }

  private long write(Packet packet, int from, int length) {
    long address = writtenFrom.of(packet.bytes()) + from;
    if (packet.tail().isEmpty()) {
      return libc.write(fd, address, length);
    }
    writeVectors.set(address, length, packet.tail());
    return libc.writev(fd, writeVectors.address(), writeVectors.count());
  }

  private void checkComplete(Packet packet) {
    if (packet.checksumState() == ChecksumState.PARTIAL) {
      throw new IllegalArgumentException(
          name + " was opened without offload: nobody would fill in the packet's checksum");
    }
  }

  private boolean notWritten(Packet packet) throws TunException {
    int errno = linux.errnoNumber();
    if (errno == AGAIN || errno == INTERRUPTED || errno == NO_BUFFERS) {
      return false;
    }
    if (errno == INTERFACE_DOWN) {
      long before = droppedWhileDown; // counted by this thread only, volatile for its readers
      droppedWhileDown = before + 1;
      return true;
    }
    throw TunErrors.writing(name, packet, Errno.valueOf(errno));
  }

  private Packet spare() {
    if (spare == null) {
      spare = new Packet();
    }
    return spare;
  }

  @Override
  public void await(long nanos, boolean writable) throws TunException {
    if (nanos <= 0) {
      return;
    }
    if (fd < 0) {
      throw TunErrors.reading(name, Errno.EBADF); // poll(2) would take no notice, and sleep
    }
    poll.set(fd, writable, waker.fd());
    long timeout = 0;
    if (nanos < Long.MAX_VALUE) {
      poll.timeout(nanos);
      timeout = pollMemory.address() + PollRequest.TIMEOUT;
    }
    int ready = libc.ppoll(pollMemory.address(), PollRequest.DESCRIPTORS, timeout, 0);
    if (ready > 0) {
      answer();
    } else if (ready < 0 && linux.errnoNumber() != INTERRUPTED) {
      throw TunErrors.reading(name, linux.errno());
    }
  }

  private void answer() throws TunException {
    if (poll.woken()) {
      waker.drain();
    }
    if (poll.deviceFailed()) {
      throw TunErrors.reading(name, Errno.EBADFD);
    }
  }

  @Override
  public void wakeup() {
    waker.wake();
  }

  @Override
  public void close() {
    if (fd >= 0) {
      linux.close(fd);
      fd = -1;
      waker.close();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
