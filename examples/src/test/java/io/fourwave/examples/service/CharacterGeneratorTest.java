package io.fourwave.examples.service;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CharacterGeneratorTest {
  private final String text = new String(CharacterGenerator.pattern(), US_ASCII);
  private final List<String> lines = List.of(text.split("\r\n"));

  @Test
  void aLineHas72CharactersAndEndsWithCrLf() {
    assertEquals(95, lines.size());
    assertTrue(lines.stream().allMatch(line -> line.length() == 72));
    assertTrue(text.endsWith("\r\n"));
  }

  @Test
  void theFirstLineBeginsWithASpaceAndEachNextOneFurther() {
    assertEquals(
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg", lines.get(0));
    assertEquals(
        "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefgh", lines.get(1));
  }

  @Test
  void theCharactersGoRoundAndThePatternRecurs() {
    String last = lines.get(94);
    assertEquals("~ !\"#", last.substring(0, 5));
    assertEquals(last.substring(1), lines.get(0).substring(0, 71));
  }
}
