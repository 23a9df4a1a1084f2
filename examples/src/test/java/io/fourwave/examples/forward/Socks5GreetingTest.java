package io.fourwave.examples.forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to a SOCKS5 proxy, octet by octet. */
class Socks5GreetingTest {
  private static final InetSocketAddress V4 = new InetSocketAddress("198.51.100.7", 443);
  private static final InetSocketAddress V6 = new InetSocketAddress("2001:db8:99::7", 80);
  private static final String ASKS_V4 = "05010001c633640701bb";
  private static final String CONNECTED_V4 = "05000001c0000201d431";

  /**
   * A proxy that says what it is told to, and takes and gives as much at a time as a test wants.
   */
  private static final class Proxy implements ByteChannel {
    final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    ByteBuffer says = ByteBuffer.allocate(0);
    int atOnce = Integer.MAX_VALUE;
    boolean hangsUp;

    Proxy says(String octets) {
      says = ByteBuffer.wrap(HexFormat.of().parseHex(octets));
      return this;
    }

    @Override
    public int read(ByteBuffer target) {
      if (!says.hasRemaining()) {
        return hangsUp ? -1 : 0;
      }
      int count = Math.min(Math.min(atOnce, says.remaining()), target.remaining());
      target.put(says.slice(says.position(), count));
      says.position(says.position() + count);
      return count;
    }

    @Override
    public int write(ByteBuffer source) {
      int count = Math.min(atOnce, source.remaining());
      byte[] octets = new byte[count];
      source.get(octets);
      heard.writeBytes(octets);
      return count;
    }

    void heard(String octets) {
      assertEquals(octets, HexFormat.of().formatHex(heard.toByteArray()));
      heard.reset();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private final Proxy proxy = new Proxy();

  private static Greeting greeting(InetSocketAddress target, String user, String password) {
    return new Socks5(new InetSocketAddress("192.0.2.1", 1080), user, password).greeting(target);
  }

  @Test
  void withoutAPasswordItAsksForTheTargetAtOnce() throws IOException {
    Greeting greeting = greeting(V4, null, null);
    assertFalse(greeting.proceed(proxy));
    proxy.heard("050100");
    assertFalse(greeting.proceed(proxy.says("0500")));
    proxy.heard(ASKS_V4);
    assertTrue(greeting.proceed(proxy.says(CONNECTED_V4)));
    proxy.heard("");
  }

  @Test
  void anIpv6TargetIsNamedByItsSixteenOctets() throws IOException {
    Greeting greeting = greeting(V6, null, null);
    greeting.proceed(proxy.says("0500"));
    proxy.heard("05010005010004" + "20010db8009900000000000000000007" + "0050");
    assertTrue(greeting.proceed(proxy.says("05000004" + "00".repeat(18))));
  }

  @Test
  void thePasswordIsGivenIfTheProxyWantsIt() throws IOException {
    Greeting greeting = greeting(V4, "me", "secret");
    greeting.proceed(proxy.says("0502"));
    proxy.heard("05020002" + "01026d6506736563726574");
    assertFalse(greeting.proceed(proxy.says("0100")));
    proxy.heard(ASKS_V4);
    assertTrue(greeting.proceed(proxy.says(CONNECTED_V4)));
  }

  @Test
  void thePasswordIsKeptIfTheProxyDoesNotWantIt() throws IOException {
    Greeting greeting = greeting(V4, "me", "secret");
    greeting.proceed(proxy.says("0500"));
    proxy.heard("05020002" + ASKS_V4);
  }

  @Test
  void octetByOctetIsAsGood() throws IOException {
    proxy.atOnce = 1;
    proxy.says("0500" + CONNECTED_V4);
    Greeting greeting = greeting(V4, null, null);
    int turns = 0;
    while (!greeting.proceed(proxy)) {
      turns++;
    }
    assertTrue(turns >= 20, "turns: " + turns);
    proxy.heard("050100" + ASKS_V4);
  }

  @ParameterizedTest
  @CsvSource({
    "05000001c0000201d431",
    "05000004000000000000000000000000000000000000",
    "0500000303666f6f0050",
    "05000003000050"
  })
  void whatFollowsTheReplyIsLeftForTheConnection(String reply) throws IOException {
    Greeting greeting = greeting(V4, null, null);
    assertTrue(greeting.proceed(proxy.says("0500" + reply + "68656c6c6f")));
    byte[] rest = new byte[5];
    proxy.says.get(rest);
    assertArrayEquals("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII), rest);
    assertFalse(proxy.says.hasRemaining());
  }

  @ParameterizedTest
  @CsvSource({
    "1, REFUSED",
    "2, REFUSED",
    "3, UNREACHABLE",
    "4, UNREACHABLE",
    "5, REFUSED",
    "6, UNREACHABLE",
    "7, REFUSED",
    "255, REFUSED"
  })
  void aFailureOfTheProxysIsAnsweredByWhatItIs(int code, Answer answer) {
    Greeting greeting = greeting(V4, null, null);
    String reply = "05%02x".formatted(code) + "0001000000000000";
    IOException failure =
        assertThrows(IOException.class, () -> greeting.proceed(proxy.says("0500" + reply)));
    assertEquals(answer, Answer.to(failure));
  }

  @ParameterizedTest
  @CsvSource({
    "05ff, wants a password",
    "0502, wants a password",
    "4854, is no SOCKS5 proxy",
    "05000400000000, is no SOCKS5 proxy",
    "050005000009000000, an address of type 9"
  })
  void whatIsWrongWithTheProxyIsSaidAndIsNotTheTargetsFault(String octets, String sentence) {
    Greeting greeting = greeting(V4, null, null);
    IOException failure =
        assertThrows(IOException.class, () -> greeting.proceed(proxy.says(octets + "00")));
    assertTrue(failure.getMessage().contains(sentence), failure.getMessage());
    assertEquals(Answer.UNREACHABLE, Answer.to(failure));
  }

  @Test
  void aWrongPasswordAndAProxyThatHangsUpAreNoWay() {
    Greeting wrong = greeting(V4, "me", "secret");
    IOException refused =
        assertThrows(IOException.class, () -> wrong.proceed(proxy.says("05020101")));
    assertEquals(Answer.UNREACHABLE, Answer.to(refused));
    proxy.says("0500").hangsUp = true;
    Greeting cut = greeting(V4, null, null);
    assertEquals(
        Answer.UNREACHABLE, Answer.to(assertThrows(IOException.class, () -> cut.proceed(proxy))));
  }

  @Test
  void namesAndPasswordsHaveOneTo255Octets() {
    for (String wrong : new String[] {"", "x".repeat(256)}) {
      assertThrows(IllegalArgumentException.class, () -> greeting(V4, wrong, "secret"));
      assertThrows(IllegalArgumentException.class, () -> greeting(V4, "me", wrong));
    }
  }
}
