package io.fourwave.ip;

import static io.fourwave.ip.TestPackets.bytes;
import static io.fourwave.ip.TestPackets.fragmentHeader;
import static io.fourwave.ip.TestPackets.ipv4;
import static io.fourwave.ip.TestPackets.ipv6;
import static io.fourwave.ip.TestPackets.join;
import static io.fourwave.ip.TestPackets.octets;
import static io.fourwave.ip.TestPackets.optionsHeader;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any octets at all: nothing is thrown, nothing is read beyond the packet, and each packet has
 * exactly one fate: delivered, reported, answered, held as a fragment, or dropped for one reason.
 */
class HostileOctetsTest {
  private static final byte[] TEXT = octets(64);

  private static final List<byte[]> SOUND =
      List.of(
          ipv4().payload(TEXT).build(),
          ipv4().options(1, 7, 7, 4, 0, 0, 0, 0).payload(TEXT).build(),
          ipv4().options(131, 7, 8, 198, 51, 100, 1, 0).payload(TEXT).build(),
          ipv4().to("224.0.0.1").payload(TEXT).build(),
          ipv4().fragment(0, true).identification(9).payload(TEXT).build(),
          ipv4().fragment(64, true).identification(9).payload(TEXT).build(),
          ipv4().fragment(128, false).identification(9).payload(TEXT).build(),
          ipv4().icmp(8, 0, 7, TEXT).build(),
          ipv4().icmp(3, 4, 1400, ipv4().from(TestPackets.US).payload(TEXT).build()).build(),
          ipv4().icmp(11, 0, 0, ipv4().from(TestPackets.US).options(7, 3, 4).build()).build(),
          ipv4().protocol(17).payload(TEXT).build(),
          ipv6().payload(TEXT).build(),
          ipv6().nextHeader(0).payload(optionsHeader(60, 5, 2, 0, 0, 1, 0), chain(), TEXT).build(),
          ipv6().nextHeader(43).payload(bytes(6, 0, 0, 0, 0, 0, 0, 0), TEXT).build(),
          ipv6().nextHeader(44).payload(fragmentHeader(6, 0, true, 9), TEXT).build(),
          ipv6().nextHeader(44).payload(fragmentHeader(6, 64, true, 9), TEXT).build(),
          ipv6().nextHeader(44).payload(fragmentHeader(6, 128, false, 9), TEXT).build(),
          ipv6().nextHeader(44).payload(fragmentHeader(6, 0, false, 9), TEXT).build(),
          ipv6().to("ff02::1").icmp(133, 0, 0, TEXT).build(),
          ipv6().icmp(128, 0, 7, TEXT).build(),
          ipv6().icmp(2, 0, 1400, ipv6().from(TestPackets.US6).payload(TEXT).build()).build(),
          ipv6().icmp(1, 0, 0, quoteWithHeaders()).build(),
          ipv6().nextHeader(200).payload(TEXT).build());

  private static byte[] chain() {
    return join(optionsHeader(60, 1, 4, 0, 0, 0, 0), optionsHeader(6, 1, 4, 0, 0, 0, 0));
  }

  private static byte[] quoteWithHeaders() {
    return ipv6().from(TestPackets.US6).nextHeader(60).payload(chain(), TEXT).build();
  }

  /** Counts fates. */
  private static final class Fates implements IpObserver, TransportProtocol {
    final Map<IpDropReason, Integer> drops = new EnumMap<>(IpDropReason.class);
    int fates;

    @Override
    public void dropped(IpDropReason reason) {
      drops.merge(reason, 1, Integer::sum);
      fates += reason == IpDropReason.RATE_LIMITED ? 0 : 1; // which is about our error
    }

    @Override
    public void echoAnswered() {
      fates++;
    }

    @Override
    public int number() {
      return TestPackets.TCP;
    }

    @Override
    public void packetArrives(IpPacket ip, long now) {
      fates++;
      assertTrue(ip.payloadStart() >= ip.packet().start() + 20);
      assertTrue(ip.payloadEnd() <= ip.packet().end());
      assertTrue(ip.payloadLength() >= 0);
    }

    @Override
    public void errorArrives(IcmpError error, long now) {
      fates++;
      assertTrue(error.quoteEnd() - error.quoteStart() >= 8);
      assertTrue(error.quoteEnd() <= error.bytes().capacity());
    }
  }

  private final Fates fates = new Fates();
  private final Packet out = new Packet();
  private IpLayer layer = layer(false);
  private long now;

  private IpLayer layer(boolean acceptSourceRoutes) {
    IpSettings settings = TestHost.settings().withAcceptSourceRoutes(acceptSourceRoutes);
    IpLayer made = new IpLayer(settings, Offload.NONE, new Random(1), fates);
    made.attach(fates);
    return made;
  }

  /** Lets a packet arrive in a buffer that ends with it. */
  private void arrives(byte[] octets, boolean verified) {
    Packet packet = new Packet(ByteBuffer.allocate(Packet.HEADROOM + octets.length));
    packet.set(ByteBuffer.wrap(octets));
    if (verified) {
      packet.checksumVerified();
    }
    layer.advanceTo(now); // datagrams whose time is over have their fate here
    int before = layer.fragmentsHold();
    fates.fates = 0;
    layer.packetArrives(packet, now);
    int held = layer.fragmentsHold() > before ? 1 : 0;
    assertEquals(1, fates.fates + held, () -> "fates; drops in all: " + fates.drops);
    while (layer.nextPacket(out)) {
      byte[] reply = new byte[out.length()];
      out.bytes().get(out.start(), reply);
      assertTrue(reply.length <= 1500);
      new SentPacket(reply); // which checks it
    }
  }

  /** Makes an IPv4 header's checksum good again, so that a mutation is seen and not just summed. */
  private static void repair(byte[] octets) {
    int length = octets.length == 0 ? 0 : (octets[0] & 15) * 4;
    if (length >= 20 && length <= octets.length && octets[0] >>> 4 == 4) {
      octets[10] = 0;
      octets[11] = 0;
      int sum = TestPackets.checksum(TestPackets.cut(octets, 0, length));
      octets[10] = (byte) (sum >>> 8);
      octets[11] = (byte) sum;
    }
  }

  @Test
  void everyPacketCutAtEveryOctetHasOneFate() {
    for (byte[] packet : SOUND) {
      for (int length = 0; length < packet.length; length++) {
        byte[] cut = Arrays.copyOf(packet, length);
        int before = fates.drops.values().stream().mapToInt(Integer::intValue).sum();
        arrives(cut, false);
        int drops = fates.drops.values().stream().mapToInt(Integer::intValue).sum() - before;
        assertEquals(1, drops, "a packet that is shorter than it says goes nowhere");
        arrives(repairedLength(cut), true);
        now += TestHost.SECOND;
        layer.advanceTo(now);
      }
    }
  }

  private static byte[] repairedLength(byte[] cut) {
    byte[] repaired = cut.clone();
    ByteBuffer buffer = ByteBuffer.wrap(repaired);
    if (cut.length >= 20 && cut[0] >>> 4 == 4) {
      buffer.putShort(2, (short) cut.length);
      repair(repaired);
    } else if (cut.length >= 40) {
      buffer.putShort(4, (short) (cut.length - 40));
    }
    return repaired;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void mutatedPacketsHaveOneFate(boolean acceptSourceRoutes) {
    layer = layer(acceptSourceRoutes);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] packet = {};
    try {
      for (int i = 0; i < 300_000; i++) {
        packet = mutated(random);
        arrives(packet, random.nextBoolean());
        now += random.nextInt(20_000_000);
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ", packet " + Arrays.toString(packet), e);
    }
    assertTrue(fates.drops.size() >= 14, "reasons that should be met, too: " + fates.drops);
  }

  private static byte[] mutated(Random random) {
    byte[] packet = SOUND.get(random.nextInt(SOUND.size())).clone();
    int identification = packet[0] >>> 4 == 4 ? 5 : 47;
    if (packet[identification] == 9) { // a fragment, of one of several datagrams
      packet[identification] = (byte) random.nextInt(64);
    }
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      packet = changed(packet, random);
    }
    if (random.nextInt(8) > 0) {
      repair(packet);
    }
    return packet;
  }

  private static byte[] changed(byte[] packet, Random random) {
    if (packet.length == 0) {
      return packet;
    }
    int at = random.nextInt(random.nextBoolean() ? packet.length : Math.min(60, packet.length));
    switch (random.nextInt(6)) {
      case 0 -> packet[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> packet[at] = (byte) random.nextInt(256);
      case 2 -> packet[at] = (byte) (random.nextBoolean() ? 0 : 255);
      case 3 -> {
        return Arrays.copyOf(packet, at);
      }
      case 4 -> {
        return repairedLength(Arrays.copyOf(packet, at + random.nextInt(300)));
      }
      default -> {
        byte[] other = SOUND.get(random.nextInt(SOUND.size()));
        int from = random.nextInt(other.length);
        int length =
            Math.min(random.nextInt(24), Math.min(other.length - from, packet.length - at));
        System.arraycopy(other, from, packet, at, length);
      }
    }
    return packet;
  }

  @Test
  void randomOctetsHaveOneFate() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] packet = {};
    try {
      for (int i = 0; i < 100_000; i++) {
        packet = new byte[random.nextInt(200)];
        random.nextBytes(packet);
        arrives(packet, false);
        if (packet.length > 0) {
          packet[0] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
        }
        arrives(packet, false);
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ", packet " + Arrays.toString(packet), e);
    }
  }

  @Test
  void randomPayloadsOfSoundHeadersHaveOneFate() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int[] protocols = {0, 1, 6, 17, 43, 44, 50, 51, 58, 59, 60, 135};
    byte[] packet = {};
    try {
      for (int i = 0; i < 200_000; i++) {
        byte[] payload = new byte[random.nextInt(120)];
        random.nextBytes(payload);
        int protocol = protocols[random.nextInt(protocols.length)];
        packet =
            random.nextBoolean()
                ? ipv4().protocol(protocol).payload(payload).build()
                : ipv6().nextHeader(protocol).payload(payload).build();
        arrives(packet, random.nextBoolean());
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ", packet " + Arrays.toString(packet), e);
    }
  }
}
