package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.host.HostSettings;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.PacketTooBig;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.TcpOptions;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The maximum segment size: what we ask for, and what we send (RFC 9293 §3.7.1 to §3.7.3). */
@Tag("RFC6691")
class SegmentSizeTest {
  private static Conversation withMtu(int mtu, boolean v4) {
    return new Conversation(HostSettings.defaults().with(Conversation.plain()).withMtu(mtu), v4);
  }

  private static int longestSegmentOf(Conversation us) {
    us.send(20_000);
    int longest = us.emits().length;
    us.emitsWhatever();
    return longest;
  }

  @ParameterizedTest
  @CsvSource({"true, 1460", "false, 1440"})
  @Tag("MUST-14")
  @Tag("MUST-67")
  @Tag("SHLD-5")
  void bothKindsOfSynAskForWhatTheLinkTakesLessTheFixedHeaders(boolean v4, int size) {
    Conversation active = withMtu(1500, v4).open();
    assertEquals(size, active.emits("S", 0, 0, 0).options.maximumSegmentSize());
    Conversation passive = withMtu(1500, v4).listen();
    passive.peerSends(Seg.syn());
    assertEquals(size, passive.emits("S.", 0, 1, 0).options.maximumSegmentSize());
  }

  @ParameterizedTest
  @CsvSource({"536, true", "1220, false"})
  @Tag("MAY-3")
  void theOptionIsSentEvenIfItSaysTheDefault(int size, boolean v4) {
    TcpSettings plain = Conversation.plain();
    TcpSettings small = plain.with(plain.options().withMaximumSegmentSize(size));
    Conversation us = Conversation.of(small, v4).open();
    assertEquals(size, us.emits("S", 0, 0, 0).options.maximumSegmentSize());
  }

  @ParameterizedTest
  @CsvSource({"1280, false, 1220", "65535, true, 65495", "65535, false, 65475"})
  @Tag("MUST-67")
  void weNeverAskForMoreThanIpReassembles(int mtu, boolean v4, int size) {
    Conversation us = withMtu(mtu, v4).open();
    assertEquals(size, us.emits("S", 0, 0, 0).options.maximumSegmentSize());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("SHLD-5")
  void otherOptionsOfTheSynDoNotLowerTheSizeWeAskFor(boolean v4) {
    Conversation us = Conversation.of(TcpSettings.defaults(), v4).open();
    TcpOptions options = us.emits("S", 0, 0, 0).options;
    assertEquals(v4 ? 1460 : 1440, options.maximumSegmentSize());
    assertEquals(true, options.hasTimestamps());
  }

  @ParameterizedTest
  @CsvSource({"true, 536", "false, 1220"})
  @Tag("MUST-15")
  void aPeerThatAsksForNoSizeGetsTheDefault(boolean v4, int size) {
    Conversation us = Conversation.of(Conversation.plain(), v4);
    assertEquals(size, longestSegmentOf(us.accept(Seg.syn())));
    us = Conversation.of(Conversation.plain(), v4);
    assertEquals(size, longestSegmentOf(us.connect(Seg.synAck())));
  }

  @ParameterizedTest
  @CsvSource({
    "1500, true, 1000, 1000",
    "1500, true, 1460, 1460",
    "1500, true, 9000, 1460",
    "1500, true, 65535, 1460",
    "1500, false, 1000, 1000",
    "1500, false, 9000, 1440",
    "9000, true, 1460, 1460",
    "9000, true, 65535, 8960"
  })
  @Tag("MUST-14")
  @Tag("MUST-16")
  void aSegmentIsAsLongAsBothThePeerAndTheLinkTake(int mtu, boolean v4, int peer, int size) {
    assertEquals(size, longestSegmentOf(withMtu(mtu, v4).accept(Seg.syn().mss(peer))));
    assertEquals(size, longestSegmentOf(withMtu(mtu, v4).connect(Seg.synAck().mss(peer))));
  }

  @ParameterizedTest
  @CsvSource({"true, 1460, 1448", "false, 1440, 1428", "true, 1000, 988", "false, 1000, 988"})
  @Tag("MUST-16")
  void timestampsTakeTheirPlaceFromTheText(boolean v4, int peer, int size) {
    Conversation us = Conversation.of(TcpSettings.defaults(), v4);
    us.accept(Seg.syn().mss(peer).ts(1, 0));
    assertEquals(size, longestSegmentOf(us));
  }

  @ParameterizedTest
  @CsvSource({"true, 1460", "false, 1440", "true, 1000"})
  @Tag("MUST-16")
  @Tag("RFC2018")
  void selectiveAcknowledgementsTakeTheirPlaceFromTheText(boolean v4, int peer) {
    Conversation us = Conversation.of(TcpSettings.defaults(), v4);
    us.accept(Seg.syn().mss(peer).ts(1, 0).sackOk());
    us.peerSends(Seg.data(2001, 10), Seg.data(4001, 10));
    us.emits();
    us.emitsNothing();
    us.send(5000);
    Emitted first = us.emits();
    assertEquals(2, first.options.sackBlocks());
    assertEquals(peer - 12 - 4 - 2 * 8, first.length);
    assertEquals(peer, first.headerLength - 20 + first.length);
  }

  @ParameterizedTest
  @CsvSource({"true, 1460", "false, 1460", "false, 1000"})
  @Tag("MUST-16")
  void aSourceRouteTakesItsPlaceFromTheText(boolean strict, int peer) {
    List<IpAddress> routers = List.of(IpAddress.parse("198.51.100.1"));
    TcpSettings plain = Conversation.plain();
    Conversation us = Conversation.of(plain.with(plain.ip().withSourceRoute(strict, routers)));
    us.open();
    assertEquals(1460, us.emits("S", 0, 0, 0).options.maximumSegmentSize());
    us.peerSends(Seg.synAck().mss(peer));
    us.emits(".", 1, 1, 0);
    us.send(5000);
    Emitted first = us.emits();
    assertEquals(peer - 8, first.length);
    assertEquals(20 + 8 + 20 + peer - 8, first.packet.length);
  }

  @ParameterizedTest
  @CsvSource({"true, 1000, 960", "false, 1300, 1240"})
  @Tag("MUST-16")
  void aNarrowerPathShortensSegmentsAndSendsWhatDidNotFitAgainAtOnce(
      boolean v4, int mtu, int size) {
    Conversation us = Conversation.of(Conversation.plain(), v4);
    us.connect(Seg.synAck().mss(1460));
    int cwnd = us.socket.status().cwnd();
    us.send(4000);
    Emitted first = us.emits();
    us.emitsWhatever();
    us.arrives(PacketTooBig.about(first, mtu));
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    while (again.size() < 4000) {
      Emitted next = us.emits();
      assertEquals(1 + again.size(), next.seq);
      assertEquals(Math.min(size, 4000 - again.size()), next.length);
      again.writeBytes(next.text);
    }
    us.emitsNothing();
    assertArrayEquals(Conversation.pattern(0, 4000), again.toByteArray());
    int segments = us.socket.status().cwnd() / size;
    assertEquals(cwnd / (v4 ? 1460 : 1440), segments, "the path is narrow, not congested");
  }

  @ParameterizedTest
  @CsvSource({"true, 1000, 1460", "false, 1300, 1440"})
  @Tag("SHLD-6")
  void theSizeWeAskForFollowsTheLinkAndNotTheLatestPath(boolean v4, int mtu, int size) {
    Conversation us = Conversation.of(Conversation.plain(), v4);
    us.connect(Seg.synAck().mss(1460));
    us.send(1460);
    us.arrives(PacketTooBig.about(us.emits(), mtu));
    us.emitsWhatever();
    us.open();
    Emitted syn = us.emits();
    assertEquals("S", io.fourwave.wire.TcpFlags.toString(syn.flags));
    assertEquals(size, syn.options.maximumSegmentSize());
  }

  @ParameterizedTest
  @CsvSource({"0, 48", "1, 48", "8, 48", "48, 48", "49, 49"})
  void aPeerCannotAskForCrumbs(int asked, int size) {
    Conversation us = Conversation.fresh().accept(Seg.syn().mss(asked));
    assertEquals(size, longestSegmentOf(us));
    TcpSettings all = TcpSettings.defaults();
    us = Conversation.of(all).accept(Seg.syn().mss(asked).ts(1, 0).sackOk());
    assertEquals(size - 12, longestSegmentOf(us));
  }

  @Test
  void ofTinySegmentsNoMoreAreInFlightThanTheInitialWindowAllows() {
    Conversation us = Conversation.fresh().accept(Seg.syn().mss(1));
    us.send(20_000);
    assertEquals(10, us.emitsWhatever());
  }
}
