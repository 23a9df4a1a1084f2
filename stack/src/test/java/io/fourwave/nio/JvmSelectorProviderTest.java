package io.fourwave.nio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A stack that is the whole JVM's: each test is a JVM of its own. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JvmSelectorProviderTest {
  private static String jvm(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.nio.channels.spi.SelectorProvider=" + JvmSelectorProvider.class.getName());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath(), WholeJvm.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private static String classPath() throws URISyntaxException {
    List<Path> places = new ArrayList<>();
    for (Class<?> type : List.of(NetworkStack.class, WholeJvm.class, LoggerFactory.class)) {
      places.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    Path classes = places.get(0);
    places.add(classes.resolveSibling("test-classes"));
    places.add(classes.resolveSibling("classes"));
    return places.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void itsTcpIsTheStacksOnceItIsInstalledAndTheRestThePlatforms() throws Exception {
    assertEquals(
        """
        before: SocketChannelImpl ServerSocketChannelImpl sun.nio.ch
        twice: IllegalStateException a stack is installed already; uninstall it first
        installed: StackSocketChannel StackServerSocketChannel io.fourwave.nio
        http: HTTP/1.1 200 OK, 500000 octets
        datagrams: 7 octets
        pipe: 5 octets
        loopback: NoRouteToHostException cannot connect to 127.0.0.1 port 7
        after: SocketChannelImpl ServerSocketChannelImpl sun.nio.ch
        """,
        jvm("--add-exports", "java.base/sun.nio.ch=ALL-UNNAMED"));
  }

  @Test
  void withoutTheExportTheStackWorksAndTheRestSaysWhatIsMissing() throws Exception {
    String said = jvm();
    String missing = "start the JVM with --add-exports java.base/sun.nio.ch=ALL-UNNAMED";
    Stream.of("before", "datagrams", "pipe")
        .forEach(what -> assertTrue(line(said, what).endsWith(missing), said));
    assertEquals("http: HTTP/1.1 200 OK, 500000 octets", line(said, "http"));
  }

  private static String line(String said, String what) {
    return said.lines().filter(line -> line.startsWith(what + ": ")).findFirst().orElseThrow();
  }
}
