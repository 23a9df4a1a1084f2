package io.fourwave.ip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.wire.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An IP layer with a transport that writes down what it gets: packets arrive, and the test says
 * what has to come of each. Nothing may come of one that was not expected.
 */
final class TestHost implements TransportProtocol, IpObserver {
  static final long SECOND = 1_000_000_000L;

  final IpLayer layer;
  final Packet out = new Packet();
  long now = 5_000 * SECOND;

  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<Report> reports = new ArrayList<>();
  private final List<IpDropReason> drops = new ArrayList<>();
  private final List<IcmpError.Kind> errorsArrived = new ArrayList<>();
  private final Packet in = new Packet();
  private int echoes;
  private int errorsSent;
  private int reassembled;

  /** What the transport was given. */
  @SuppressWarnings("ArrayRecordComponent") // compared part by part
  record Delivery(
      String source,
      String destination,
      byte[] payload,
      int trafficClass,
      int hopLimit,
      boolean toGroup,
      boolean isV4,
      byte[] sourceRoute,
      Packet.ChecksumState checksumState,
      int segmentSize) {}

  /** What the transport was told. */
  @SuppressWarnings("ArrayRecordComponent") // compared part by part
  record Report(IcmpError.Kind kind, String local, String remote, int mtu, byte[] quote) {}

  TestHost() {
    this(settings());
  }

  TestHost(IpSettings settings) {
    this(settings, Offload.NONE);
  }

  TestHost(IpSettings settings, Offload offload) {
    layer = new IpLayer(settings, offload, new Random(4), this);
    layer.attach(this);
  }

  static IpSettings settings() {
    return IpSettings.defaults().withAddresses(TestPackets.US, TestPackets.US6);
  }

  // What happens to it.

  void arrives(byte[] packet) {
    in.set(ByteBuffer.wrap(packet));
    layer.packetArrives(in, now);
  }

  void arrivesPartial(byte[] packet, int transportStart, int segmentSize) {
    in.set(ByteBuffer.wrap(packet));
    in.checksumPartial(in.start() + transportStart);
    in.segmentSize(segmentSize);
    layer.packetArrives(in, now);
  }

  void passes(long nanos) {
    now += nanos;
    layer.advanceTo(now);
  }

  // What must have come of it.

  Delivery delivers(byte[] payload) {
    assertEquals(1, deliveries.size(), () -> "deliveries, and drops: " + drops);
    Delivery delivery = deliveries.remove(0);
    assertArrayEquals(payload, delivery.payload());
    return delivery;
  }

  void drops(IpDropReason... reasons) {
    assertEquals(List.of(reasons), drops);
    drops.clear();
  }

  SentPacket emits() {
    assertTrue(layer.hasOutput(), () -> "should send something; drops: " + drops);
    assertTrue(layer.nextPacket(out));
    byte[] octets = new byte[out.length()];
    out.bytes().get(out.start(), octets);
    return new SentPacket(octets);
  }

  SentPacket.Icmp emitsError(int type, int code) {
    assertEquals(1, errorsSent, "errors sent");
    errorsSent = 0;
    SentPacket.Icmp icmp = emits().icmp();
    assertEquals(type, icmp.type(), "type");
    assertEquals(code, icmp.code(), "code");
    return icmp;
  }

  void answersEcho() {
    assertEquals(1, echoes, () -> "echoes, and drops: " + drops);
    echoes = 0;
  }

  void reassembles() {
    assertEquals(1, reassembled, () -> "datagrams, and drops: " + drops);
    reassembled = 0;
  }

  Report reports() {
    assertEquals(1, reports.size(), () -> "reports, and drops: " + drops);
    Report report = reports.remove(0);
    assertEquals(List.of(report.kind()), errorsArrived);
    errorsArrived.clear();
    return report;
  }

  /** How many ICMP errors were sent and not looked at. */
  int errorsSent() {
    return errorsSent;
  }

  void nothingElse() {
    assertEquals(List.of(), drops, "drops");
    assertEquals(0, deliveries.size(), "deliveries");
    assertEquals(0, reports.size(), "reports");
    assertEquals(0, echoes, "echoes");
    assertEquals(0, errorsSent, "errors sent");
    assertEquals(0, reassembled, "datagrams put together");
    assertFalse(layer.hasOutput(), "output");
    assertFalse(layer.nextPacket(out), "output");
  }

  /** The packet is dropped for this reason, and that is all. */
  void silentlyDrops(byte[] packet, IpDropReason reason) {
    arrives(packet);
    drops(reason);
    nothingElse();
  }

  // What it is told.

  @Override
  public int number() {
    return TestPackets.TCP;
  }

  @Override
  public void packetArrives(IpPacket ip, long at) {
    assertEquals(now, at);
    byte[] payload = new byte[ip.payloadLength()];
    ip.bytes().get(ip.payloadStart(), payload);
    deliveries.add(
        new Delivery(
            literal(ip.sourceHigh(), ip.sourceLow()),
            literal(ip.destinationHigh(), ip.destinationLow()),
            payload,
            ip.trafficClass(),
            ip.hopLimit(),
            ip.toGroup(),
            ip.isV4(),
            ip.sourceRoute(),
            ip.packet().checksumState(),
            ip.packet().segmentSize()));
  }

  @Override
  public void errorArrives(IcmpError error, long at) {
    assertEquals(now, at);
    byte[] quote = new byte[error.quoteEnd() - error.quoteStart()];
    error.bytes().get(error.quoteStart(), quote);
    reports.add(
        new Report(
            error.kind(),
            literal(error.localHigh(), error.localLow()),
            literal(error.remoteHigh(), error.remoteLow()),
            error.mtu(),
            quote));
  }

  private static String literal(long high, long low) {
    return new IpAddress(high, low).toString();
  }

  @Override
  public void dropped(IpDropReason reason) {
    drops.add(reason);
  }

  @Override
  public void echoAnswered() {
    echoes++;
  }

  @Override
  public void errorSent() {
    errorsSent++;
  }

  @Override
  public void errorArrived(IcmpError.Kind kind) {
    errorsArrived.add(kind);
  }

  @Override
  public void reassembled() {
    reassembled++;
  }
}
