package io.fourwave.trace;

import io.fourwave.wire.IpAddress;
import io.fourwave.wire.TcpFlags;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * A segment as it went onto the wire. What became of it is told by the events that name its number.
 *
 * @param number names it, see {@link Recording#segment}
 * @param from which end sent it, 0 or 1
 * @param source the address it comes from
 * @param sourcePort the port it comes from
 * @param destination the address it goes to
 * @param destinationPort the port it goes to
 * @param seq SEG.SEQ, as it stands in the header
 * @param ack SEG.ACK, meaningful if the ACK bit is set
 * @param relativeSeq SEG.SEQ counted from the sender's SYN, which is 0; negative for a segment of
 *     an earlier incarnation; empty if no SYN was seen
 * @param relativeAck SEG.ACK counted from the other end's SYN; empty if that was not seen
 * @param flags the control bits, see {@link TcpFlags}
 * @param window the window field, unsigned and unscaled
 * @param length octets of text
 * @param options the options as tcpdump writes them; empty if there are none
 * @param again whether all its sequence numbers were sent before: a retransmission
 * @param packet the IP packet, read-only, big-endian, from position 0
 */
public record RecordedSegment(
    int number,
    int from,
    IpAddress source,
    int sourcePort,
    IpAddress destination,
    int destinationPort,
    int seq,
    int ack,
    OptionalInt relativeSeq,
    OptionalInt relativeAck,
    int flags,
    int window,
    int length,
    String options,
    boolean again,
    ByteBuffer packet) {

  /** The end it goes to. */
  public int to() {
    return 1 - from;
  }

  /** Whether it has a control bit of {@link TcpFlags}. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Sequence numbers it takes: octets of text, and one each for SYN and FIN. */
  public int sequenceLength() {
    return length + (has(TcpFlags.SYN) ? 1 : 0) + (has(TcpFlags.FIN) ? 1 : 0);
  }

  /** Whether it is of the connection between two ports, whichever way it goes. */
  public boolean isBetween(int onePort, int otherPort) {
    return sourcePort == onePort && destinationPort == otherPort
        || sourcePort == otherPort && destinationPort == onePort;
  }

  /** What it is, in words: {@code SYN,ACK}, {@code 18 octets}, {@code FIN,ACK}. */
  public String name() {
    StringBuilder name = new StringBuilder();
    add(name, TcpFlags.SYN, "SYN");
    add(name, TcpFlags.FIN, "FIN");
    add(name, TcpFlags.RST, "RST");
    if (length > 0) {
      name.append(name.length() > 0 ? "," : "").append(length);
      return name.append(length == 1 ? " octet" : " octets").toString();
    }
    add(name, TcpFlags.ACK, "ACK");
    return name.isEmpty() ? "nothing" : name.toString();
  }

  private void add(StringBuilder name, int flag, String word) {
    if (has(flag)) {
      name.append(name.length() > 0 ? "," : "").append(word);
    }
  }
}
