package io.fourwave.tcp.conversation;

import io.fourwave.host.HostSettings;
import io.fourwave.tcp.TcpSettings;

/** The two versions of IP, for tests that hold over both. */
public enum Family {
  IPV4,
  IPV6;

  /** A conversation with plain settings, not yet begun. */
  public Conversation fresh() {
    return of(Conversation.plain());
  }

  /** A conversation with the given settings for sockets, not yet begun. */
  public Conversation of(TcpSettings settings) {
    return of(HostSettings.defaults().with(settings));
  }

  /** A conversation with the given settings for the host, not yet begun. */
  public Conversation of(HostSettings settings) {
    return new Conversation(settings, this == IPV4);
  }

  /** A conversation with plain settings in ESTABLISHED, opened by the peer. */
  public Conversation accepted() {
    return fresh().accept(Seg.syn().mss(Conversation.MSS));
  }

  /** A conversation with plain settings in ESTABLISHED, opened by us. */
  public Conversation connected() {
    return fresh().connect(Seg.synAck().mss(Conversation.MSS));
  }

  /** Octets of the IP header in front of a segment. */
  public int headerLength() {
    return this == IPV4 ? 20 : 40;
  }
}
