package io.fourwave.examples.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Says what time it is, and closes first (RFC 867). */
public final class Daytime implements SocketService {
  /** The form that RFC 867 gives first: {@code Tuesday, February 22, 1982 17:37:43-PST}. */
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEEE, MMMM d, yyyy HH:mm:ss-zzz", Locale.ENGLISH);

  private final Clock clock;

  /** A service that reads a clock. */
  public Daytime(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "daytime";
  }

  @Override
  public int port() {
    return 13;
  }

  @Override
  public void serve(TcpSocket socket) throws IOException {
    socket.write(ByteBuffer.wrap(sentence().getBytes(US_ASCII)));
  }

  String sentence() {
    return FORM.format(ZonedDateTime.now(clock)) + "\r\n";
  }
}
