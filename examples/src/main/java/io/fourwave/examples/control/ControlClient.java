package io.fourwave.examples.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fourwave.examples.Refusal;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;

/** Asks a running stack. */
final class ControlClient {
  private ControlClient() {}

  /**
   * Asks the stack on a device.
   *
   * @param device its name; null for the only stack that runs
   * @return the answer's lines
   */
  static List<String> ask(String device, String request) {
    Path socket = find(device);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap((request + "\n").getBytes(UTF_8)));
      String answer = new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
      List<String> lines = answer.lines().toList();
      if (lines.isEmpty() || !lines.get(0).equals("ok")) {
        throw new Refusal(answer.isEmpty() ? "the stack is busy: try again" : answer.strip());
      }
      return lines.subList(1, lines.size());
    } catch (IOException e) {
      throw new Refusal("the stack at " + socket + " does not answer: " + e.getMessage(), e);
    }
  }

  private static Path find(String device) {
    List<Path> living = living();
    List<Path> meant =
        living.stream()
            .filter(socket -> device == null || SocketPlaces.name(socket).equals(device))
            .toList();
    if (meant.size() == 1 || device != null && !meant.isEmpty()) {
      return meant.get(0);
    }
    if (meant.isEmpty()) {
      throw new Refusal(
          device == null || living.isEmpty()
              ? "no stack runs here that you may look into: start one with 'sudo fourwave serve', and look with sudo as well"
              : "no stack runs on " + device + ": there is one on " + names(living));
    }
    throw new Refusal("several stacks run, say which: --tun takes " + names(meant));
  }

  private static List<Path> living() {
    try {
      return SocketPlaces.all().stream().filter(SocketPlaces::isAlive).toList();
    } catch (AccessDeniedException e) {
      throw new Refusal("a stack of root's may run here: look with sudo", e);
    } catch (IOException e) {
      throw new Refusal("cannot look for stacks: " + e.getMessage(), e);
    }
  }

  private static String names(List<Path> sockets) {
    return String.join(", ", sockets.stream().map(SocketPlaces::name).toList());
  }
}
