package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.host.HostSettings;
import io.fourwave.ip.IpDropReason;
import io.fourwave.ip.IpSettings;
import io.fourwave.link.Packet;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IPv4 source routes: chosen by the application, or the way back of one that came (§3.9.2.1). */
class SourceRouteTest {
  private static final String PEER = "192.0.2.1";
  private static final int LOOSE = 131;
  private static final int STRICT = 137;

  private static byte[] address(String literal) {
    return IpAddress.parse(literal).toInetAddress().getAddress();
  }

  /** A source route option with its pointer, padded with an end of list. */
  private static byte[] option(int type, int pointer, String... addresses) {
    ByteBuffer option = ByteBuffer.allocate(4 + 4 * addresses.length);
    option.put((byte) type).put((byte) (3 + 4 * addresses.length)).put((byte) pointer);
    for (String address : addresses) {
      option.put(address(address));
    }
    return option.array();
  }

  /** The option of a packet that has come all the way through these gateways. */
  private static byte[] completed(String... gateways) {
    return option(LOOSE, 4 + 4 * gateways.length, gateways);
  }

  /** Lets a segment arrive in a packet with an IP option. */
  private static void arrives(Conversation us, Seg seg, byte[] option) {
    Packet plain = us.toPacket(seg);
    ByteBuffer b = ByteBuffer.allocate(plain.length() + option.length);
    b.put(0, plain.bytes(), plain.start(), 20).put(20, option);
    b.put(20 + option.length, plain.bytes(), plain.start() + 20, plain.length() - 20);
    b.put(0, (byte) (0x45 + option.length / 4)).putShort(2, (short) b.capacity());
    b.putShort(10, (short) 0);
    b.putShort(10, (short) Checksum.finish(Checksum.add(0, b, 0, 20 + option.length)));
    Packet packet = new Packet();
    packet.set(b);
    us.host.packetArrives(packet, us.host.now());
  }

  /** Asserts that a packet goes to a first gateway, with the rest of the way in its option. */
  private static Emitted goes(Emitted sent, int type, String first, String... rest) {
    assertArrayEquals(address(first), Arrays.copyOfRange(sent.packet, 16, 20), "destination");
    byte[] expected = option(type, 4, rest);
    assertArrayEquals(expected, Arrays.copyOfRange(sent.packet, 20, 20 + expected.length));
    assertEquals(20 + expected.length, sent.tcpStart, "one option");
    return sent;
  }

  private static Emitted goesStraight(Emitted sent) {
    assertArrayEquals(address(PEER), Arrays.copyOfRange(sent.packet, 16, 20), "destination");
    assertEquals(20, sent.tcpStart, "no option");
    return sent;
  }

  private static Conversation by(boolean strict, String... routers) {
    List<IpAddress> route = Arrays.stream(routers).map(IpAddress::parse).toList();
    return with(Conversation.plain().with(Ip.DEFAULTS.withSourceRoute(strict, route)));
  }

  private static Conversation with(TcpSettings tcp) {
    IpSettings ip = IpSettings.defaults().withAcceptSourceRoutes(true);
    return new Conversation(HostSettings.defaults().with(ip).with(tcp), true);
  }

  @ParameterizedTest
  @Tag("MUST-51")
  @ValueSource(booleans = {false, true})
  void anActiveOpenGoesTheWayTheApplicationChose(boolean strict) {
    int type = strict ? STRICT : LOOSE;
    Conversation us = by(strict, "198.51.100.1", "198.51.100.2").open();
    goes(us.emits("S", 0, 0, 0), type, "198.51.100.1", "198.51.100.2", PEER);
    us.peerSends(Seg.synAck().mss(MSS));
    goes(us.emits(".", 1, 1, 0), type, "198.51.100.1", "198.51.100.2", PEER);
    us.send(MSS);
    Emitted text = us.emits(".", 1, 1, MSS - 12);
    goes(text, type, "198.51.100.1", "198.51.100.2", PEER);
    assertEquals(1500, text.packet.length, "the option is counted (MUST-16)");
    us.emits(".", 1 + MSS - 12, 1, 12);
    us.socket.abort();
    goes(us.emits("R.", MSS + 1, 1, 0), type, "198.51.100.1", "198.51.100.2", PEER);
  }

  @Test
  @Tag("MUST-52")
  void theApplicationsChoiceHoldsWhateverWayThePeersSegmentsCome() {
    Conversation us = by(false, "198.51.100.1").open();
    us.emits("S", 0, 0, 0);
    arrives(us, Seg.synAck().mss(MSS), completed("203.0.113.1", "203.0.113.2"));
    goes(us.emits(".", 1, 1, 0), LOOSE, "198.51.100.1", PEER);
    arrives(us, Seg.data(1, 10), completed("203.0.113.3"));
    goes(us.emits(".", 1, 11, 0), LOOSE, "198.51.100.1", PEER);
  }

  @Test
  @Tag("MUST-52")
  void aListenersChoiceHoldsAsWell() {
    Conversation us = by(false, "198.51.100.1").listen();
    arrives(us, Seg.syn().mss(MSS), completed("203.0.113.1"));
    goes(us.emits("S.", 0, 1, 0), LOOSE, "198.51.100.1", PEER);
  }

  @Test
  @Tag("MUST-53")
  void aPassiveOpenAnswersTheWayBackToTheEnd() {
    Conversation us = with(Conversation.plain()).listen();
    arrives(us, Seg.syn().mss(MSS), completed("203.0.113.1", "203.0.113.2"));
    String[] rest = {"203.0.113.1", PEER};
    goes(us.emits("S.", 0, 1, 0), LOOSE, "203.0.113.2", rest);
    us.peerSends(Seg.ack(1));
    us.socket = us.listener.accept();
    us.send(10);
    goes(us.emits(".", 1, 1, 10), LOOSE, "203.0.113.2", rest);
    us.peerSends(Seg.ack(11));
    us.socket.shutdownOutput();
    goes(us.emits("F.", 11, 1, 0), LOOSE, "203.0.113.2", rest);
    us.peerSends(Seg.ack(12), Seg.fin(1));
    goes(us.emits(".", 12, 2, 0), LOOSE, "203.0.113.2", rest);
    us.peerSends(Seg.fin(1)); // again, to TIME-WAIT
    goes(us.emits(".", 12, 2, 0), LOOSE, "203.0.113.2", rest);
  }

  @Test
  @Tag("MUST-53")
  void theResetOfAPassiveOpenGoesTheWayBack() {
    Conversation us = with(Conversation.plain()).listen();
    arrives(us, Seg.syn().mss(MSS), completed("203.0.113.1"));
    us.emits("S.", 0, 1, 0);
    us.listener.close();
    goes(us.emits("R.", 1, 1, 0), LOOSE, "203.0.113.1", PEER);
  }

  @Test
  @Tag("SHLD-24")
  void aLaterWayBackTakesThePlaceOfAnEarlier() {
    Conversation us = with(Conversation.plain()).listen();
    arrives(us, Seg.syn().mss(MSS), completed("203.0.113.1"));
    us.emits("S.", 0, 1, 0);
    arrives(us, Seg.ack(1), completed("203.0.113.7", "203.0.113.8"));
    us.socket = us.listener.accept();
    us.send(10);
    goes(us.emits(".", 1, 1, 10), LOOSE, "203.0.113.8", "203.0.113.7", PEER);
    us.peerSends(Seg.data(1, 10));
    goes(us.emits(".", 11, 11, 0), LOOSE, "203.0.113.8", "203.0.113.7", PEER);
  }

  @Test
  @Tag("SHLD-24")
  void aSegmentOutsideTheWindowChangesNoRoute() {
    Conversation us = with(Conversation.plain()).accept(Seg.syn().mss(MSS));
    arrives(us, Seg.data(100_000, 10), completed("203.0.113.7"));
    goesStraight(us.emits(".", 1, 1, 0));
    arrives(us, Seg.data(1, 10).acks(50_000), completed("203.0.113.7"));
    goesStraight(us.emits(".", 1, 1, 0));
  }

  @Test
  @Tag("MUST-53")
  void aRouteThatIsNotAtItsEndIsNotForUs() {
    Conversation us = with(Conversation.plain()).listen();
    arrives(us, Seg.syn(), option(LOOSE, 4, "203.0.113.1"));
    us.emitsNothing();
    assertEquals(1, us.host.counters().of(IpDropReason.SOURCE_ROUTE));
  }

  @Test
  void byDefaultSourceRoutesAreRefused() {
    Conversation us = Conversation.fresh().listen();
    arrives(us, Seg.syn(), completed("203.0.113.1"));
    us.emitsNothing();
    assertEquals(1, us.host.counters().of(IpDropReason.SOURCE_ROUTE));
  }

  @ParameterizedTest
  @Tag("MUST-50")
  @ValueSource(ints = {7, 68, 130, 136, 148, 94, 255})
  void ipOptionsThatTcpDoesNotKnowAreIgnored(int type) {
    Conversation us = Conversation.fresh().listen();
    arrives(us, Seg.syn().mss(MSS), new byte[] {1, (byte) type, 6, 5, 0, 0, 0, 0});
    goesStraight(us.emits("S.", 0, 1, 0));
    arrives(us, Seg.data(1, 10).acks(1), new byte[] {(byte) type, 8, 5, 0, 0, 0, 0, 0});
    goesStraight(us.emits(".", 1, 11, 0));
  }
}
