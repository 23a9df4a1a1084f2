package io.fourwave.tcp;

import static io.fourwave.tcp.Checked.range;

import java.util.Objects;

/**
 * Which TCP options are offered. Each is used only if the peer offers it as well.
 *
 * @param maximumSegmentSize an upper bound on what we send and advertise, in octets of text, 48 to
 *     65,495; the link's MTU lowers it further (RFC 9293 §3.7.1)
 * @param windowScale windows beyond 64 KiB (RFC 7323 §2)
 * @param timestamps round-trip times of every segment, and protection against old ones (RFC 7323
 *     §3)
 * @param selectiveAcknowledgement telling, and being told, which segments are missing (RFC 2018)
 * @param explicitCongestion marks instead of losses (RFC 3168)
 * @param fastOpen text that a SYN carries counts at once (RFC 7413): a listener gives out cookies
 *     and takes such text from who has one; who connects asks for a cookie, or sends with its SYN
 *     what was written before that goes out. Text may then arrive twice, if a SYN does
 */
public record Options(
    int maximumSegmentSize,
    boolean windowScale,
    boolean timestamps,
    boolean selectiveAcknowledgement,
    Ecn explicitCongestion,
    boolean fastOpen) {

  /** All but Fast Open, ECN only if the peer offers it; segments as long as the link takes. */
  public static final Options DEFAULTS = new Options(65_495, true, true, true, Ecn.ACCEPTED, false);

  /** Nothing but the segment size: the TCP of RFC 793. */
  public static final Options PLAIN = new Options(65_495, false, false, false, Ecn.REFUSED, false);

  /** Checks the range. */
  public Options {
    Objects.requireNonNull(explicitCongestion, "explicitCongestion");
    range("the maximum segment size", maximumSegmentSize, 48, 65_495, "octets");
  }

  /** The same with another bound on the segment size. */
  public Options withMaximumSegmentSize(int octets) {
    return new Options(
        octets, windowScale, timestamps, selectiveAcknowledgement, explicitCongestion, fastOpen);
  }

  /** The same with or without window scaling. */
  public Options withWindowScale(boolean on) {
    return new Options(
        maximumSegmentSize, on, timestamps, selectiveAcknowledgement, explicitCongestion, fastOpen);
  }

  /** The same with or without timestamps. */
  public Options withTimestamps(boolean on) {
    return new Options(
        maximumSegmentSize,
        windowScale,
        on,
        selectiveAcknowledgement,
        explicitCongestion,
        fastOpen);
  }

  /** The same with or without selective acknowledgement. */
  public Options withSelectiveAcknowledgement(boolean on) {
    return new Options(
        maximumSegmentSize, windowScale, timestamps, on, explicitCongestion, fastOpen);
  }

  /** The same with another mind about ECN. */
  public Options withExplicitCongestion(Ecn ecn) {
    return new Options(
        maximumSegmentSize, windowScale, timestamps, selectiveAcknowledgement, ecn, fastOpen);
  }

  /** The same with or without Fast Open. */
  public Options withFastOpen(boolean on) {
    return new Options(
        maximumSegmentSize,
        windowScale,
        timestamps,
        selectiveAcknowledgement,
        explicitCongestion,
        on);
  }
}
