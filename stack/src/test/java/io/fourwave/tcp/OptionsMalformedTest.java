package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpOptions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options whose lengths are impossible: the list ends there, the segment counts. */
class OptionsMalformedTest {

  /** CVE-2020-24337: a length of zero must not be a loop without end. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  @Tag("MUST-7")
  void aLengthTooShortEndsTheListInASyn(int length) {
    for (Family family : Family.values()) {
      Conversation us = family.of(TcpSettings.defaults()).listen();
      for (int kind = 2; kind < 256; kind++) {
        int[] options = {2, 4, 3, 232, kind, length, 2, 4, 0, 100, 4, 2};
        assertEquals("mss 1000", agreed(us, options), "kind " + kind);
      }
    }
  }

  /** What we agree to when a SYN with such options comes; the half-open connection is reset. */
  private static String agreed(Conversation us, int... options) {
    us.peerSends(Seg.syn().rawOptions(options));
    us.emits("S.", 0, 1, 0);
    ConnectionStatus halfOpen = us.host.connections().get(1);
    assertEquals(TcpState.SYN_RECEIVED, halfOpen.state());
    us.peerSends(Seg.rst(1));
    return halfOpen.options();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  @Tag("MUST-7")
  void aLengthTooShortDoesNotHarmALaterSegment(int length) {
    for (Family family : Family.values()) {
      Conversation us = family.accepted();
      for (int kind = 2; kind < 256; kind++) {
        us.peerSends(Seg.data(kind - 1, 1).rawOptions(1, kind, length, 4));
        us.emits(".", 1, kind, 0);
      }
    }
  }

  /** CVE-2018-16523, CVE-2020-13988: nothing is read beyond the header. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-7")
  void anOptionThatRunsPastTheHeaderEndsTheList(Family family) {
    Conversation us = family.of(TcpSettings.defaults()).listen();
    for (int kind = 2; kind < 256; kind++) {
      for (int length : new int[] {5, 6, 9, 10, 18, 34, 40, 41, 128, 255}) {
        int[] options = {2, 4, 3, 232, kind, length, 4, 2};
        assertEquals("mss 1000", agreed(us, options), kind + " of length " + length);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-7")
  void anOptionWithoutRoomForItsLengthEndsTheList(Family family) {
    Conversation us = family.of(TcpSettings.defaults()).listen();
    for (int kind = 2; kind < 256; kind++) {
      assertEquals("mss 1000", agreed(us, 1, 1, 1, 2, 4, 3, 232, kind), "kind " + kind);
    }
  }

  /** Each is followed by one of the right length, which counts. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aKnownOptionOfAWrongLengthIsPassedOver(Family family) {
    Conversation us = family.of(TcpSettings.defaults()).listen();
    us.peerSends(Seg.syn().rawOptions(2, 3, 9, 3, 4, 9, 9, 4, 3, 9, 8, 9, 1, 2, 3, 4, 5, 6, 7, 1));
    Emitted answer = us.emits("S.", 0, 1, 0);
    assertFalse(answer.options.hasTimestamps());
    assertFalse(answer.options.sackPermitted());
    assertEquals(TcpOptions.NONE, answer.options.windowShift());
    us.peerSends(Seg.ack(1));
    us.socket = us.listener.accept();
    assertEquals(family == Family.IPV4 ? 536 : 1220, us.socket.status().segmentSize());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 9, 11, 12, 17, 19})
  void sackBlocksOfAWrongLengthAreIgnored(int length) {
    TcpSettings sack = Conversation.plain().with(Options.PLAIN.withSelectiveAcknowledgement(true));
    Conversation us = Conversation.of(sack).connect(Seg.synAck().mss(1000).sackOk());
    us.send(5000);
    us.emitsWhatever();
    int[] options = new int[20];
    Arrays.fill(options, 1);
    options[0] = 5;
    options[1] = length;
    for (int i = 2; i + 8 <= length; i += 8) {
      int[] block = {us.ourIss() + 1001, us.ourIss() + 5001};
      for (int k = 0; k < 8; k++) {
        options[i + k] = block[k / 4] >>> 24 - 8 * (k % 4) & 0xff;
      }
    }
    us.peerSends(Seg.ack(1).rawOptions(options), Seg.ack(1).rawOptions(options));
    us.peerSends(Seg.ack(1).rawOptions(options), Seg.ack(1).rawOptions(options));
    us.emitsNothing();
  }

  /** EmNetTest's series C, P and L, without a list. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-7")
  void randomOptionsNeverPreventAnOpening(Family family) {
    long seed = 7;
    Random random = new Random(seed);
    Conversation us = family.of(TcpSettings.defaults()).listen();
    for (int i = 0; i < 10_000; i++) {
      int[] options = random.ints(4L * random.nextInt(11), 0, 256).map(o -> skewed(o)).toArray();
      String what = "seed " + seed + ": " + Arrays.toString(options);
      assertTrue(agreed(us, options).startsWith("mss "), what);
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-7")
  void randomOptionsNeverHarmText(Family family) {
    long seed = 8;
    Random random = new Random(seed);
    Conversation us = family.accepted();
    for (int i = 1; i < 10_000; i++) {
      int[] options = random.ints(4L * random.nextInt(11), 0, 256).map(o -> skewed(o)).toArray();
      us.peerSends(Seg.data(i, 1).rawOptions(options));
      us.emits(".", 1, i + 1, 0);
    }
  }

  /** Small numbers more often than chance would have them: they are kinds and lengths. */
  private static int skewed(int octet) {
    return octet < 200 ? octet % 12 : octet;
  }
}
