package io.fourwave.examples.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class DaytimeTest {
  @Test
  void theTimeIsSaidInTheFirstFormOfRfc867() {
    Clock clock =
        Clock.fixed(Instant.parse("1982-02-23T01:37:43Z"), ZoneId.of("America/Los_Angeles"));

    assertEquals("Monday, February 22, 1982 17:37:43-PST\r\n", new Daytime(clock).sentence());
  }
}
