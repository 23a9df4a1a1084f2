package io.fourwave.ip;

import static io.fourwave.ip.TestPackets.ipv4;
import static io.fourwave.ip.TestPackets.octets;
import static io.fourwave.ip.TestPackets.piece;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Packet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RFC 1122 §3.3.2, CVE-2018-5391: how long and how many fragments wait for the rest. */
@Tag("RFC1122")
class FragmentLimitsTest {
  private static final byte[] TEXT = octets(1000);
  private static final long SECOND = TestHost.SECOND;

  private final TestHost host = new TestHost();

  @Test
  void fragmentsThatNeverBecomeADatagramAreGivenUpInTimeAndTheirSenderIsTold() {
    byte[] first = piece(TEXT, 0, 400);
    long begun = host.now;
    host.arrives(first);
    host.passes(20 * SECOND);
    host.arrives(piece(TEXT, 800, 1000));
    assertEquals(begun + 60 * SECOND, host.layer.nextDeadline());
    host.passes(40 * SECOND - 1);
    host.nothingElse();
    host.passes(1);
    host.drops(IpDropReason.FRAGMENT_TIMEOUT);
    assertArrayEquals(first, host.emitsError(11, 1).body());
    host.nothingElse();
    assertEquals(Long.MAX_VALUE, host.layer.nextDeadline());
    host.arrives(piece(TEXT, 400, 800));
    host.nothingElse();
  }

  @Test
  void withoutTheFirstFragmentNobodyIsTold() { // RFC 1122 §3.3.2
    host.arrives(piece(TEXT, 400, 800));
    host.passes(60 * SECOND);
    host.drops(IpDropReason.FRAGMENT_TIMEOUT);
    host.nothingElse();
  }

  @Test
  void aFragmentThatComesTooLateFindsNothing() {
    host.arrives(piece(TEXT, 0, 400));
    host.now += 60 * SECOND;
    host.arrives(piece(TEXT, 400, 1000));
    host.drops(IpDropReason.FRAGMENT_TIMEOUT);
    host.emitsError(11, 1);
    host.nothingElse();
  }

  @Test
  void nobodyIsToldOfAGroupsOrAnErrorsFragments() {
    byte[] group = ipv4().to("224.0.0.1").fragment(0, true).payload(octets(400)).build();
    byte[] error =
        ipv4()
            .protocol(1)
            .fragment(0, true)
            .payload(TestPackets.icmp(3, 0, 0, octets(392)))
            .build();
    host.arrives(group);
    host.arrives(error);
    host.passes(60 * SECOND);
    host.drops(IpDropReason.FRAGMENT_TIMEOUT, IpDropReason.FRAGMENT_TIMEOUT);
    host.nothingElse();
  }

  @Test
  void theTimeIsASetting() {
    TestHost hasty =
        new TestHost(TestHost.settings().withFragments(1 << 20, Duration.ofSeconds(15)));
    hasty.arrives(piece(TEXT, 400, 800));
    hasty.passes(15 * SECOND);
    hasty.drops(IpDropReason.FRAGMENT_TIMEOUT);
  }

  @Test
  void fragmentsNeverHoldMoreThanTheirMemoryAndTheOldestGoes() { // "FragmentSmack"
    List<IpDropReason> drops = new ArrayList<>();
    IpObserver observer =
        new IpObserver() {
          @Override
          public void dropped(IpDropReason reason) {
            drops.add(reason);
          }
        };
    IpSettings settings = TestHost.settings().withFragments(200_000, Duration.ofSeconds(60));
    LocalAddresses local = new LocalAddresses(settings.addresses(), false);
    HeaderWriter headers = new HeaderWriter(new Random(1));
    IcmpErrors errors =
        new IcmpErrors(
            settings, local, headers, new Replies(4096, observer), new Random(1), observer);
    Fragments fragments = new Fragments(settings, new Random(1), errors, observer);
    IpPacket ip = new IpPacket();
    ip.begin(new Packet());
    ip.v4 = true;
    ip.moreFragments = true;
    ip.payloadStart = Packet.HEADROOM + 20;
    ip.payloadEnd = ip.payloadStart + 1480;
    for (int id = 0; id < 10_000; id++) {
      ip.identification = id;
      fragments.add(ip, id);
      assertTrue(fragments.held() <= 200_000, () -> "held " + fragments.held());
    }
    assertTrue(fragments.held() > 190_000);
    int kept = fragments.held() / (1480 + 20 + Datagram.PIECE_OVERHEAD + Datagram.OVERHEAD);
    assertEquals(Collections.nCopies(10_000 - kept, IpDropReason.FRAGMENT_LIMIT), drops);
    assertEquals(10_000 - kept + settings.fragmentTimeout().toNanos(), fragments.nextDeadline());
  }

  @Test
  void aDatagramOfTooManyFragmentsIsGivenUp() {
    byte[] text = octets(8 * 3000);
    for (int i = 1; i <= Datagram.MAX_PIECES; i++) {
      host.arrives(piece(text, 80 * i, 80 * i + 8));
    }
    host.nothingElse();
    host.silentlyDrops(piece(text, 8000 * 2 + 7000, 23_008), IpDropReason.FRAGMENT_LIMIT);
    host.silentlyDrops(piece(text, 0, 80), IpDropReason.BAD_FRAGMENT);
    assertEquals(Datagram.OVERHEAD, host.layer.fragmentsHold());
    host.passes(60 * SECOND);
    assertEquals(0, host.layer.fragmentsHold());
    host.nothingElse();
  }

  @Test
  void thousandsOfPiecesOfOneDatagramEndInOneDrop() {
    byte[] text = octets(65_512);
    int drops = 0;
    for (int from = 65_504; from >= 24; from -= 16) {
      host.arrives(piece(text, from, from + 8));
      if (from < 65_504 - 16 * (Datagram.MAX_PIECES - 1)) {
        drops++;
      }
    }
    IpDropReason[] expected = new IpDropReason[drops];
    Arrays.fill(expected, IpDropReason.BAD_FRAGMENT);
    expected[0] = IpDropReason.FRAGMENT_LIMIT;
    host.drops(expected);
    host.nothingElse();
  }
}
