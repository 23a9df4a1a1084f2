package io.fourwave.examples.telnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TelnetDecoderTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  /** What a client that begins to negotiate is told first: WILL SGA, DO TERMINAL-TYPE, DO NAWS. */
  private static final String PROPOSALS = "ff fb 03 ff fd 18 ff fd 1f";

  private final OptionNegotiation options = new OptionNegotiation();
  private final TelnetDecoder decoder = new TelnetDecoder(options);

  private List<Integer> decode(String hex) {
    List<Integer> meanings = new ArrayList<>();
    for (byte octet : HEX.parseHex(hex)) {
      int meaning = decoder.decode(octet & 0xff);
      if (meaning != TelnetDecoder.NOTHING) {
        meanings.add(meaning);
      }
    }
    return meanings;
  }

  private void answers(String hex) {
    assertEquals(hex, HEX.formatHex(options.takeAnswers()));
  }

  @Test
  void textIsText() {
    assertEquals(List.of((int) 'h', (int) 'i'), decode("68 69"));
    answers("");
  }

  @Test
  void crLfAndCrNulAndLfEachEndOneLine() {
    int end = TelnetDecoder.END_OF_LINE;
    assertEquals(List.of(end, (int) 'a', end, (int) 'b', end), decode("0d 0a 61 0d 00 62 0a"));
  }

  @Test
  void aCarriageReturnEndsTheLineBeforeItsSecondOctetHasCome() {
    assertEquals(List.of(TelnetDecoder.END_OF_LINE), decode("0d"));
    assertEquals(List.of((int) 'a'), decode("0a 61"));
  }

  @Test
  void aCarriageReturnBeforeAnythingElseEndsTheLineToo() {
    int end = TelnetDecoder.END_OF_LINE;
    assertEquals(List.of(end, end, (int) 'a'), decode("0d 0d 61"));
    assertEquals(List.of(end, 255), decode("0d ff ff"));
  }

  @Test
  void aDoubledIacIsTheOctet255() {
    assertEquals(List.of(255, (int) 'x'), decode("ff ff 78"));
  }

  @Test
  void commandsAreToldApart() {
    assertEquals(
        List.of(
            TelnetDecoder.INTERRUPT,
            TelnetDecoder.ERASE_CHARACTER,
            TelnetDecoder.ERASE_LINE,
            TelnetDecoder.ARE_YOU_THERE,
            TelnetDecoder.END_OF_INPUT),
        decode("ff f4 ff f7 ff f8 ff f6 ff ec"));
  }

  @Test
  void noOperationDataMarkAndGoAheadMeanNothing() {
    assertEquals(List.of((int) 'x'), decode("ff f1 ff f2 ff f9 78"));
    answers("");
  }

  @Test
  void controlCharactersOfATerminalMeanWhatTheyMeanThere() {
    assertEquals(
        List.of(
            TelnetDecoder.ERASE_CHARACTER,
            TelnetDecoder.ERASE_CHARACTER,
            TelnetDecoder.ERASE_LINE,
            TelnetDecoder.INTERRUPT,
            TelnetDecoder.END_OF_INPUT),
        decode("08 7f 15 03 04"));
  }

  @Test
  void optionsThatWeDoNotKnowAreRefused() {
    decode("ff fd 05 ff fb 22");
    answers(PROPOSALS + " ff fc 05 ff fe 22");
  }

  @Test
  void everyRequestToDoWhatWeRefuseIsAnswered() {
    decode("ff fd 06 ff fd 06"); // a client waits for each timing mark (RFC 860)
    answers("ff fc 06 ff fc 06");
  }

  @Test
  void whatWeHaveProposedIsNotSaidAgain() {
    decode("ff fd 03 ff fd 03 ff fb 1f");
    answers(PROPOSALS);
  }

  @Test
  void whatIsWithdrawnIsAcknowledgedOnce() {
    decode("ff fd 03 ff fe 03 ff fe 03");
    answers(PROPOSALS + " ff fc 03");
  }

  @Test
  void aRefusalIsNotAnswered() {
    decode("ff fe 01 ff fc 22");
    answers("");
  }

  @Test
  void aClientWhoseTerminalIsGoodForMoreThanLinesSendsKeys() {
    decode("ff fd 03 ff fb 18");
    answers(PROPOSALS + " ff fa 18 01 ff f0"); // which terminal?
    decode("ff fa 18 00 78 74 65 72 6d ff f0"); // "xterm"
    answers("ff fb 01");
    assertEquals(false, options.clientSendsKeys());
    decode("ff fd 01");
    answers("");
    assertEquals(true, options.clientSendsKeys());
    decode("ff fe 01");
    answers("ff fc 01");
    assertEquals(false, options.clientSendsKeys());
  }

  @Test
  void aClientThatDoesNotTellItsTerminalMaySendKeysToo() {
    decode("ff fd 03 ff fc 18");
    answers(PROPOSALS + " ff fb 01");
  }

  @Test
  void aTerminalThatShowsLinesOnlyGoesOnSendingLines() {
    decode("ff fd 03 ff fb 18 ff fa 18 00 44 55 4d 42 ff f0"); // "DUMB"
    answers(PROPOSALS + " ff fa 18 01 ff f0");
  }

  @Test
  void theSizeOfTheWindowIsTakenAlsoWhenItHoldsAnIac() {
    decode("ff fa 1f 00 84 00 2b ff f0");
    assertEquals(132, options.columns());
    assertEquals(43, options.rows());
    decode("ff fa 1f 00 ff ff 00 18 ff f0");
    assertEquals(255, options.columns());
    assertEquals(24, options.rows());
  }

  @Test
  void aSubnegotiationIsSkippedAlsoWhenItHoldsAnIac() {
    assertEquals(List.of((int) 'x'), decode("ff fa 22 03 41 ff ff 0d 04 ff f0 78"));
    answers("");
  }

  @Test
  void aSubnegotiationThatNeverEndsTakesNoMemory() {
    decode("ff fa 1f" + " 41".repeat(100_000));
    assertEquals(List.of((int) 'x'), decode("ff f0 78"));
    assertEquals(0, options.columns());
  }

  @Test
  void aCommandEndsASubnegotiationThatLacksItsEnd() {
    assertEquals(List.of(TelnetDecoder.ARE_YOU_THERE, (int) 'x'), decode("ff fa 22 41 ff f6 78"));
  }

  @Test
  void itDoesNotMatterHowTheStreamIsCut() {
    // What `telnet HOST` of inetutils sends at once, then a line and Ctrl-D.
    String stream =
        "ff fd 26 ff fb 26 ff fd 03 ff fb 18 ff fb 1f ff fb 20 ff fb 21 ff fb 22 ff fb 27 ff fd 05"
            + " 68 69 0d 0a ff ec";
    List<Integer> whole = decode(stream);
    byte[] answersToWhole = options.takeAnswers();

    OptionNegotiation again = new OptionNegotiation();
    TelnetDecoder inPieces = new TelnetDecoder(again);
    List<Integer> pieces = new ArrayList<>();
    List<Byte> answers = new ArrayList<>();
    for (byte octet : HEX.parseHex(stream)) {
      int meaning = inPieces.decode(octet & 0xff);
      if (meaning != TelnetDecoder.NOTHING) {
        pieces.add(meaning);
      }
      for (byte answer : again.takeAnswers()) {
        answers.add(answer);
      }
    }

    assertEquals(
        List.of((int) 'h', (int) 'i', TelnetDecoder.END_OF_LINE, TelnetDecoder.END_OF_INPUT),
        whole);
    assertEquals(whole, pieces);
    byte[] joined = new byte[answers.size()];
    for (int i = 0; i < joined.length; i++) {
      joined[i] = answers.get(i);
    }
    assertArrayEquals(answersToWhole, joined);
  }
}
