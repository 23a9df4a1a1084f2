package io.fourwave.udp;

import static io.fourwave.udp.Peer.octets;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.ip.IcmpError;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Echo requests of our own, and what comes back (RFC 792, RFC 4443 §4). */
@Tag("RFC792")
@Tag("RFC4443")
class EchoLayerTest {
  private static Endpoint open(Peer peer) throws BindException {
    return peer.host.echo().open(null, 0, QueueLimits.DEFAULTS, DatagramEvents.NONE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRequestLeavesAndItsAnswerArrives(boolean v4) throws BindException {
    Peer peer = new Peer(v4);
    Endpoint e = open(peer);
    peer.send(peer.host.echo(), e, 77, octets(56));
    byte[] icmp = peer.emits();
    assertEquals(v4 ? 8 : 128, icmp[0] & 0xff);
    assertEquals(e.port() << 16 | 77, ByteBuffer.wrap(icmp).getInt(4));
    assertEquals(0, Peer.checksum(v4 ? new byte[0] : peer.pseudo(58, 64, false), icmp));
    byte[] data = Arrays.copyOfRange(icmp, 8, icmp.length);
    assertArrayEquals(octets(56), data);
    peer.sends(reply(peer, e.port(), 77, data));
    assertTrue(e.incoming().look());
    assertEquals(77, e.incoming().number());
    assertEquals(EchoLayer.REPLY, e.incoming().kind());
    assertArrayEquals(data, Peer.read(e));
  }

  private static byte[] reply(Peer peer, int identifier, int sequence, byte[] data) {
    byte[] icmp = peer.icmp(peer.v4 ? 0 : 129, 0, identifier << 16 | sequence, data);
    return peer.packet(peer.v4 ? 1 : 58, icmp);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerThatNobodyWaitsForIsDropped(boolean v4) throws BindException {
    Peer peer = new Peer(v4);
    Endpoint e = open(peer);
    peer.sends(reply(peer, e.port() ^ 1, 77, octets(10)));
    byte[] damaged = reply(peer, e.port(), 77, octets(10));
    damaged[damaged.length - 1]++;
    peer.sends(damaged);
    assertNull(Peer.read(e));
    assertNull(peer.poll());
    assertEquals(1, peer.host.counters().of(UdpDropReason.UNWANTED_REPLY));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anErrorAboutARequestArrivesInItsPlace(boolean v4) throws BindException {
    Peer peer = new Peer(v4);
    Endpoint e = open(peer);
    peer.send(peer.host.echo(), e, 77, octets(56));
    byte[] request = peer.poll();
    byte[] icmp = peer.icmp(v4 ? 11 : 3, 0, 0, request);
    peer.sends(peer.packet(v4 ? 1 : 58, icmp));
    assertTrue(e.incoming().look());
    assertEquals(77, e.incoming().number());
    assertEquals(IcmpError.Kind.TIME_EXCEEDED, EchoLayer.kindOf(e.incoming().kind()));
    assertArrayEquals(new byte[0], Peer.read(e));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLongRequestGoesInFragments(boolean v4) throws BindException {
    Peer peer = new Peer(v4);
    Endpoint e = open(peer);
    peer.send(peer.host.echo(), e, 77, octets(4000));
    int count = 0;
    while (peer.poll() != null) {
      count++;
    }
    assertEquals(3, count);
  }
}
