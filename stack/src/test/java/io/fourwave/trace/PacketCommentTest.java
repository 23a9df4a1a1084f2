package io.fourwave.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.ip.IpDropReason;
import io.fourwave.link.Fault;
import io.fourwave.link.TcpMatch;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.PacketComment.Receipt;
import io.fourwave.trace.PacketComment.Sending;
import io.fourwave.trace.RecordedEvent.Ignored;
import io.fourwave.trace.RecordedEvent.Suffered;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketCommentTest {
  private static final List<RecordedEnd> ENDS =
      List.of(new RecordedEnd("client", "192.0.2.1", true), new RecordedEnd("a|b", "x", false));

  @Test
  void aCommentTellsWhoSentItWhyAndWhatThatChanged() throws IOException {
    RecordedWorld world = new RecordedWorld().open();
    PacketComments comments = new PacketComments(world.both.recording());

    String syn = comments.of(0).text();

    assertTrue(syn.startsWith("client sends in SYN-SENT: opening (RFC 9293 §3.10.1) | cwnd "), syn);
    assertTrue(syn.contains(", rtt unknown, rto 1000.000 ms, in flight 1, "), syn);
    assertTrue(
        syn.endsWith(
            " | server receives after 5.000 ms moves LISTEN -> SYN-RECEIVED:"
                + " SYN accepted, SYN,ACK follows (RFC 9293 §3.10.7.2)"),
        syn);
  }

  @Test
  void anEndThatIsSeenFromOutsideOnlySeemsToBeInAState() throws IOException {
    RecordedWorld world = new RecordedWorld().open();
    PacketComments comments = new PacketComments(world.clientOnly.recording());

    String synAck = comments.of(1).text();

    assertTrue(synAck.startsWith("server sends, seemingly in SYN-RECEIVED | client "), synAck);
  }

  @Test
  void aLostSegmentIsSaidToBeLost() throws IOException {
    RecordedWorld world = new RecordedWorld().open();
    world.cable.there().drop(1, TcpMatch.any().withText());
    world.ours.write(RecordedWorld.text(10));
    world.pass(1);
    Recording recording = world.both.recording();
    int lost = recording.events(Suffered.class).get(0).segment();

    String comment = new PacketComments(recording).of(lost).text();

    assertTrue(comment.endsWith(" | lost on purpose"), comment);
  }

  @Test
  void everyCommentOfAConversationIsReadBackAsItWasWritten() throws IOException {
    RecordedWorld world = new RecordedWorld().open();
    world.cable.there().drop(2, TcpMatch.any().withText());
    world.ours.write(RecordedWorld.text(20_000));
    world.pass(2_000);
    world.theirs.close();
    world.pass(2_000);
    for (Recorder recorder : List.of(world.both, world.clientOnly)) {
      Recording recording = recorder.recording();
      PacketComments comments = new PacketComments(recording);
      for (RecordedSegment segment : recording.segments()) {
        PacketComment comment = comments.of(segment.number());
        assertEquals(comment, PacketComment.parse(comment.text()).orElseThrow(), comment::text);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRuleIsReadBack(Rule rule) {
    Sending sending = new Sending("client", true, TcpState.ESTABLISHED, rule, "");
    Receipt receipt =
        new Receipt(
            "server", true, 7_000, TcpState.LISTEN, TcpState.SYN_RECEIVED, rule, "stray", "cwnd 7");
    PacketComment comment =
        new PacketComment(sending, List.of(Fault.values()), List.of(receipt, receipt));

    assertEquals(comment, PacketComment.parse(comment.text()).orElseThrow(), comment::text);
  }

  @Test
  void aNameCannotForgeAPart() {
    RecordedEvent sent = new RecordedEvent.Sent(0, 1, 0, TcpState.ESTABLISHED, Rule.NONE, null);

    String text = PacketComment.of(ENDS, List.of(sent)).text();

    assertEquals("a/b sends, seemingly in ESTABLISHED", text);
  }

  @Test
  void whatIpDropsIsCommentedToo() {
    RecordedEvent sent = new RecordedEvent.Sent(0, 1, 0, TcpState.CLOSED, Rule.NONE, null);
    Ignored ignored = new Ignored(0, 0, 0, IpDropReason.values()[0]);

    PacketComment comment = PacketComment.of(ENDS, List.of(sent, ignored));

    assertTrue(comment.text().contains(" | dropped: "), comment::text);
    assertTrue(PacketComment.parse(comment.text()).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a remark of mine",
        "client sends in NOWHERE",
        "client sends in ESTABLISHED: a rule that is none (RFC 1)",
        "dropped: stray",
        "cwnd 7",
        "client sends in ESTABLISHED | and so on",
        "x receives after 99999999999999.000 ms in ESTABLISHED",
      })
  void somebodyElsesCommentIsNotOurs(String text) {
    assertFalse(PacketComment.parse(text).isPresent());
  }
}
