package io.fourwave.examples;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String line) {
    String[] words = line.isEmpty() ? new String[0] : line.split(" ");
    return Main.run(words, new PrintWriter(out), new PrintWriter(err));
  }

  @ParameterizedTest(name = "fourwave {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"                               | say what to do: serve, trace, ",
        "serv                             | 'serve' may be meant",
        "serve now                        | 'now' is one word too many",
        "serve --nagel                    | '--nagle' may be meant",
        "serve --xyzzy                    | there is no option '--xyzzy'",
        "serve --mtu                      | --mtu needs a value, OCTETS",
        "serve --mtu 1500 --mtu 100       | --mtu stands there twice",
        "serve --mtu many                 | --mtu: 'many' is not a number",
        "serve --mtu 100                  | --mtu is 1280 to 65535 octets where IPv6 is used, not 100",
        "serve --tun eth/0                | --tun takes up to 15 letters and digits",
        "serve --tun sixteen-letters-     | --tun takes up to 15 letters and digits",
        "serve --address localhost        | 'localhost' is not an IP address: write it like 192.0.2.2",
        "serve --address 127.0.0.1        | 127.0.0.1 cannot be a stack's address",
        "serve --address 192.0.2.1        | 192.0.2.1 cannot be at both ends",
        "serve --address 10.9.0.2         | give that as well, --peer 10.9.0.1/24",
        "serve --address 2001:db8:1::1    | give that as well, --peer 2001:db8:1::2/64",
        "serve --peer 10.9.0.1            | write it like 192.0.2.1/24",
        "serve --peer 10.9.0.1/33         | it is 1 to 32 bits long",
        "serve --msl 30                   | --msl: '30' is not a length of time: write it like 30s",
        "serve --congestion reno          | --congestion is cubic, newreno or bbr, not 'reno'",
        "serve --syn-cookies sometimes    | --syn-cookies is never, under-flood or always, not 's",
        "serve --msl 1h                   | --msl is 100ms to 2m, not 60m",
        "serve --busy-poll 2s             | --busy-poll is 0ms to 1s, not 2s",
        "serve --buffer big               | write it like 65536, 64k or 1M",
        "serve --buffer 1k                | --buffer: the send buffer must be 2048 to",
        "serve --memory much              | write it like 512M or 4G",
        "serve --memory 1k                | --memory: the memory is 64 KiB to 1 PiB, not 1024",
        "serve --mss 40                   | --mss: the maximum segment size must be 48 to",
        "serve --rto-min 2m               | --rto-min is 1ms to what --rto-max is, 1m, not 2m",
        "serve --retries 0                | --retries: ",
        "serve --user-timeout 10ms         | --user-timeout is 1s or more",
        "serve --user-timeout 900h         | --user-timeout: ",
        "serve --delayed-ack 1s           | --delayed-ack: ",
        "serve --initial-window 0         | --initial-window: ",
        "serve --faults loss=200%         | serve: --faults: 'loss=200%' is not between 0% and 100%",
        "serve --lose-last-ack 101        | --lose-last-ack is 0 to 100, not 101",
        "serve --services gopher          | --services takes telnet, ssh, http",
        "serve --user a/b                | --user takes up to 32 letters and digits",
        "serve --files /no/such/place     | --files takes one that is there",
        "serve --authorized-keys /no/file | --authorized-keys takes a file",
        "serve --web eighty               | --web: 'eighty' is no place for a page: write it like 8080",
        "serve --web localhost:80         | 'localhost' is not an IP address",
        "ladder none.pcap -o out.png      | -o takes a name like ladder.html or ladder.svg",
        "ladder none.pcap -o /no/out.svg  | '/no/out.svg' cannot be a file",
        "ladder none.pcap -o out.svg      | there is no file none.pcap",
        "ladder none.pcap                 | --output needs a value, FILE",
        "lab handshake --html out.txt     | --html takes a name like ladder.html or ladder.svg",
        "ss --tun no-such-tun             | no stack runs",
        "counters --tun no-such-tun       | no stack runs",
        "serve --grace 1h                 | --grace is 0s to 10m, not 60m",
        "serve --netns no-such-namespace  | make it with 'sudo ip netns add no-such-namespace'",
        "bench million --connections 10   | --connections is 1000 to 10000000, not 10",
        "bench million --at-once 0        | --at-once is 1 to 1000, not 0",
        "bench million --connections 9999999 | set FOURWAVE_JAVA_OPTS=-Xmx",
        "bench million --connections 1000 --json /no/file | --json: '/no/file' cannot be a file",
        "lab four-waves                   | there is no experiment 'four-waves'",
        "lab --simulated                  | say which experiment",
        "lab reset --simulated --capture / | cannot write the capture /",
        "trace --nagel                    | '--nagle' may be meant",
        "guest --accel xen                | --accel takes kvm, tcg or auto",
        "guest --script no-such-file      | no-such-file is no file to be read: --script takes one",
        "guest --script pom.xml --run ls  | --run and --script at once",
        "run                              | say what to run: './fourwave run -- app.jar'",
        "run app.jar                      | the application stands behind two hyphens: './fourwave run -- app.jar'",
        "run -- app.jar                   | only ./fourwave runs an application, or java -javaagent:",
        "run --nagel                      | '--nagle' may be meant",
        "run --mtu 100                    | --mtu is 1280 to 65535 octets where IPv6 is used, not 100",
        "four-waves again                 | 'again' is one word too many",
        "forward here                     | 'here' is one word too many",
        "forward --socks localhost        | write it like 127.0.0.1:1080 or [::1]:1080",
        "forward --socks 127.0.0.1:65536  | write it like 127.0.0.1:1080 or [::1]:1080",
        "forward --socks no.such.host.invalid:1 | there is no host 'no.such.host.invalid'",
        "forward --socks-user me          | --socks-user is of use with --socks only",
        "forward --socks [::1]:1 --socks-user me | put it into the variable FOURWAVE_SOCKS_PASSWORD",
        "forward --connect-timeout 1h     | --connect-timeout is 100ms to 5m, not 60m",
        "forward --most 0                 | --most is 1 to 1000000, not 0",
        "fetch                            | URL is missing: http://HOST:PORT/PATH",
        "fetch 192.0.2.1                  | write it like http://192.0.2.1:8000/index.html",
        "fetch https://192.0.2.1/         | write it like http://192.0.2.1:8000/index.html",
        "fetch http://192.0.2.1:99999/    | write it like http://192.0.2.1:8000/index.html",
        "bench --rows bulk                | there is no row 'bulk': --rows takes bulk-in, bulk-out",
        "bench --ways fast                | there is no way 'fast': --ways takes kernel, kernel-nio",
        "bench --rounds 0                 | --rounds is 1 to 100, not 0",
        "bench --seconds 0                | --seconds is 0.01 to 60, not 0.0",
        "bench --seconds NaN              | --seconds is 0.01 to 60, not NaN",
        "bench --json /no/such/file       | --json: '/no/such/file' cannot be a file",
      })
  void aWrongCommandLineIsAnsweredWithOneSentence(String line, String sentence) {
    int code = run(line);

    assertAll(
        () -> assertEquals(2, code),
        () -> assertTrue(err.toString().startsWith("fourwave"), err::toString),
        () -> assertTrue(err.toString().contains(sentence), err::toString),
        () -> assertEquals(1, err.toString().lines().count(), err::toString),
        () -> assertEquals("", out.toString()));
  }

  @Test
  void helpIsPrintedWhereItWasAskedFor() {
    assertEquals(0, run("serve --help"));

    assertTrue(out.toString().startsWith("Usage: fourwave serve"), out::toString);
    assertEquals("", err.toString());
  }

  @Test
  void theVersionNamesTheProgramAndTheJava() {
    assertEquals(0, run("--version"));

    assertTrue(out.toString().matches("fourwave .*, Java .*\\R"), out::toString);
  }

  @Test
  void everyOptionOfHelpHasADescriptionThatFitsALine() {
    run("serve --help");

    out.toString().lines().forEach(line -> assertTrue(line.length() <= 96, line));
    assertFalse(out.toString().contains("null"), out::toString);
  }
}
