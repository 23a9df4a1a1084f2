package io.fourwave.link;

import java.io.IOException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every packet that passes between the stack and a device to a capture. Flushed before each
 * sleep and at the beginning of each turn, so a capture can be read up to the last turn even if the
 * process is killed.
 *
 * <p>With a commentary a packet is kept until the next call to the link, when all is known of it.
 *
 * <p>A capture that fails (the disk is full) ends, with one warning and {@link #failure}; the link
 * goes on. With offload on, super-segments are recorded whole and checksums completed.
 */
public final class CaptureTap implements LinkDevice {
  private static final Logger LOG = LoggerFactory.getLogger(CaptureTap.class);

  private final LinkDevice device;
  private final PcapngWriter capture;
  private final long epochNanosAtZero;
  private final Commentary commentary;
  private final Packet kept = new Packet();
  private Direction keptDirection;
  private long keptAt;
  private long turn = Long.MIN_VALUE;
  private IOException failure;

  /**
   * Puts a capture in front of a device.
   *
   * @param capture belongs to the tap from now on
   * @param epochNanosAtZero what the wall clock shows, in nanoseconds since 1970 UTC, when the
   *     stack's time is 0
   */
  public CaptureTap(LinkDevice device, PcapngWriter capture, long epochNanosAtZero) {
    this(device, capture, epochNanosAtZero, Commentary.NONE);
  }

  /**
   * Puts a capture with comments in front of a device.
   *
   * @param commentary is asked about each packet before the next one passes
   */
  public CaptureTap(
      LinkDevice device, PcapngWriter capture, long epochNanosAtZero, Commentary commentary) {
    this.commentary = Objects.requireNonNull(commentary, "commentary");
    this.device = Objects.requireNonNull(device, "device");
    this.capture = Objects.requireNonNull(capture, "capture");
    this.epochNanosAtZero = epochNanosAtZero;
  }

  /** Why the capture ended early; null while it has not. For the thread of the loop. */
  public IOException failure() {
    return failure;
  }

  @Override
  public int mtu() {
    return device.mtu();
  }

  @Override
  public Offload offload() {
    return device.offload();
  }

  @Override
  public boolean read(Packet into, long now) throws IOException {
    beginTurn(now);
    boolean arrived = device.read(into, now);
    if (arrived) {
      keep(into, Direction.IN, now);
    }
    return arrived;
  }

  @Override
  public boolean write(Packet packet, long now) throws IOException {
    beginTurn(now);
    keep(packet, Direction.OUT, now); // before, since a device may complete it in place
    boolean sent = device.write(packet, now);
    if (!sent) {
      keptDirection = null;
    }
    return sent;
  }

  private void keep(Packet packet, Direction direction, long now) {
    kept.set(packet);
    keptDirection = direction;
    keptAt = now;
  }

  private void beginTurn(long now) {
    recordKept();
    if (now != turn) {
      flush();
      turn = now;
    }
  }

  private void recordKept() {
    Direction direction = keptDirection;
    keptDirection = null;
    if (direction != null && failure == null) {
      try {
        String comment = commentary.about(direction);
        capture.packet(kept, direction, epochNanosAtZero + keptAt, comment);
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  private void flush() {
    if (failure == null) {
      try {
        capture.flush();
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  private void failed(IOException cause) {
    failure = cause;
    LOG.warn("the capture has failed and ends here; the link goes on", cause);
    closeCapture();
  }

  private void closeCapture() {
    try {
      capture.close();
    } catch (IOException e) {
      if (failure == null) {
        failed(e);
      } else if (failure != e) {
        failure.addSuppressed(e);
      }
    }
  }

  @Override
  public void await(long nanos, boolean writable) throws IOException {
    recordKept();
    flush();
    device.await(nanos, writable);
  }

  @Override
  public void wakeup() {
    device.wakeup();
  }

  /** {@inheritDoc} Ends the capture as well. */
  @Override
  public void close() throws IOException {
    recordKept();
    closeCapture();
    device.close();
  }
}
