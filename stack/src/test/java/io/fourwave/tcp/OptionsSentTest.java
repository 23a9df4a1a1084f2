package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of our segments, read octet by octet (RFC 9293 §3.1, §3.2). */
@Tag("RFC7323")
class OptionsSentTest {
  private static final int END = 0;
  private static final int NO_OPERATION = 1;
  private static final int MAXIMUM_SEGMENT_SIZE = 2;

  /** The kinds of a header's options, after checking that the list is in order. */
  private static List<Integer> kinds(Emitted emitted) {
    List<Integer> kinds = new ArrayList<>();
    int at = emitted.tcpStart + 20;
    int to = emitted.tcpStart + emitted.headerLength;
    while (at < to) {
      int kind = emitted.packet[at] & 0xff;
      if (kind == END) {
        for (int i = at; i < to; i++) {
          assertEquals(0, emitted.packet[i], "padding behind the end of the list");
        }
        return kinds;
      }
      int length = kind == NO_OPERATION ? 1 : emitted.packet[at + 1] & 0xff;
      assertTrue(kind == NO_OPERATION || length >= 2, () -> "a length too short: " + emitted);
      at += length;
      kinds.add(kind);
    }
    assertEquals(to, at, "the last option ends where the header does, and nothing is left to pad");
    return kinds;
  }

  /** Segments of every sort from a conversation with these options. */
  private static List<Emitted> everySort(Family family, Options options) {
    List<Emitted> all = new ArrayList<>();
    Conversation us = family.of(Conversation.plain().with(options)).listen();
    us.peerSends(Seg.syn().mss(1000).wscale(7).sackOk().ts(1, 0));
    all.add(us.emits());
    boolean stamped = options.timestamps();
    us.peerSends(stamp(Seg.ack(1), stamped));
    us.socket = us.listener.accept();
    us.send(3);
    all.add(us.emits());
    for (int i = 0; i < 4; i++) { // one to four gaps
      us.peerSends(stamp(Seg.data(11 + 20 * i, 10), stamped));
      all.add(us.emits());
    }
    us.socket.shutdownOutput();
    all.add(us.emits());
    us.socket.abort();
    all.add(us.emits());
    us.open();
    all.add(us.emits());
    return all;
  }

  private static Seg stamp(Seg seg, boolean stamped) {
    return stamped ? seg.ts(2, 0) : seg.noTs();
  }

  private static List<Options> everyChoice() {
    List<Options> all = new ArrayList<>();
    for (int bits = 0; bits < 16; bits++) {
      Ecn ecn = (bits & 8) != 0 ? Ecn.OFFERED : Ecn.REFUSED;
      all.add(new Options(65_495, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, ecn, false));
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-68")
  @Tag("MUST-69")
  void optionsHaveLengthsAndFillTheHeader(Family family) {
    for (Options options : everyChoice()) {
      List<Emitted> all = everySort(family, options);
      assertEquals(9, all.size());
      for (Emitted emitted : all) {
        assertEquals(0, emitted.headerLength % 4);
        kinds(emitted);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-65")
  @Tag("MUST-14")
  void theSegmentSizeStandsInSynsAndNowhereElse(Family family) {
    for (Options options : everyChoice()) {
      List<Emitted> all = everySort(family, options);
      for (int i = 0; i < all.size(); i++) {
        boolean syn = i == 0 || i == all.size() - 1;
        assertEquals(syn, kinds(all.get(i)).contains(MAXIMUM_SEGMENT_SIZE), all.get(i).toString());
      }
    }
  }

  /** Segments that are sent again, probe, or answer for no connection. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-65")
  void theSegmentSizeStandsInNoProbeOrRetransmission(Family family) {
    KeepAlive on = KeepAlive.OFF.switched(true);
    Conversation us = family.of(TcpSettings.defaults().with(on)).listen();
    us.peerSends(Seg.syn().mss(1000).wnd(0));
    us.emits("S.", 0, 1, 0);
    us.peerSends(Seg.ack(1).wnd(0));
    us.socket = us.listener.accept();
    us.send(1);
    us.emitsNothing().untilOutput();
    noSegmentSize(us.emits(".", 1, 1, 1)); // a window probe
    us.emitsNothing().untilOutput();
    noSegmentSize(us.emits(".", 1, 1, 1));
    us.peerSends(Seg.ack(2));
    us.emitsNothing().pass(KeepAlive.OFF.idle());
    noSegmentSize(us.emits(".", 1, 1, 0)); // a keep-alive
    us.peerSends(Seg.rst(1));
    us.peerSends(Seg.data(1, 1));
    noSegmentSize(us.emits()); // a reset from LISTEN
  }

  private static void noSegmentSize(Emitted emitted) {
    assertTrue(!kinds(emitted).contains(MAXIMUM_SEGMENT_SIZE), emitted::toString);
  }

  /** What the link takes, less the headers without options (RFC 6691). */
  @ParameterizedTest
  @ValueSource(ints = {1500, 1280, 9000})
  @Tag("MUST-14")
  void weOfferWhatTheLinkTakes(int mtu) {
    for (Family family : Family.values()) {
      HostSettings settings = HostSettings.defaults().withMtu(mtu);
      int expected = mtu - family.headerLength() - 20;
      Conversation opened = family.of(settings).open();
      assertEquals(expected, opened.emits().options.maximumSegmentSize());
      Conversation answered = family.of(settings).listen();
      answered.peerSends(Seg.syn());
      assertEquals(expected, answered.emits().options.maximumSegmentSize());
    }
  }
}
