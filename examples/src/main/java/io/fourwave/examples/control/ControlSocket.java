package io.fourwave.examples.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fourwave.NetworkStack;
import io.fourwave.host.EventLoop;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket in the file system through which others of the same user look into a stack: they send a
 * word and a line's end, and get {@code ok} and lines of text, or {@code error} and a sentence.
 * Thread-safe.
 */
public final class ControlSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
  private static final int LONGEST_REQUEST = 64;
  private static final int MOST_CLIENTS = 8;
  private static final String OF_QUEUE = "counters ";
  private static final String NO_SUCH_REQUEST =
      "error there is no such request; there are ss, ss tcp, ss udp, counters, and counters of a queue's number\n";

  private final NetworkStack stack;
  private final Path path;
  private final ServerSocketChannel server;
  private final Semaphore clients = new Semaphore(MOST_CLIENTS);

  private ControlSocket(NetworkStack stack, Path path, ServerSocketChannel server) {
    this.stack = stack;
    this.path = path;
    this.server = server;
  }

  /**
   * Opens the socket of a stack, for its owner only; a directory is made for it if there is none.
   *
   * @param device the name of the stack's device; if another living stack has it, as in another
   *     network namespace, the process's number is added
   */
  public static ControlSocket open(NetworkStack stack, String device) throws IOException {
    Path directory = SocketPlaces.ofServer();
    SocketPlaces.make(directory);
    Path path = directory.resolve(device + SocketPlaces.SUFFIX);
    if (SocketPlaces.isAlive(path)) {
      long pid = ProcessHandle.current().pid();
      path = directory.resolve(device + "-" + pid + SocketPlaces.SUFFIX);
    }
    Files.deleteIfExists(path); // of a stack that was killed
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    ControlSocket socket = new ControlSocket(stack, path, server);
    start("control", socket::accept);
    return socket;
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        if (clients.tryAcquire()) {
          start("control-client", () -> serve(client));
        } else {
          client.close();
        }
      }
    } catch (ClosedChannelException e) {
      LOG.debug("no more clients: closed");
    } catch (IOException e) {
      LOG.warn("'fourwave ss' and 'fourwave counters' will find nobody: {}", e.toString());
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      String answer = answer(request(client));
      Channels.newOutputStream(client).write(answer.getBytes(UTF_8));
    } catch (IOException e) {
      LOG.debug("a client of the control socket has gone: {}", e.toString());
    } finally {
      clients.release();
    }
  }

  private static String request(SocketChannel client) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(LONGEST_REQUEST);
    while (octets.hasRemaining() && client.read(octets) > 0) {
      if (octets.get(octets.position() - 1) == '\n') {
        break;
      }
    }
    return UTF_8.decode(octets.flip()).toString().strip();
  }

  private String answer(String request) {
    try {
      return switch (request) {
        case "ss" -> "ok\n" + text(SocketTable.all(stack.connections(), stack.datagramSockets()));
        case "ss tcp" -> "ok\n" + text(SocketTable.connections(stack.connections()));
        case "ss udp" -> "ok\n" + text(SocketTable.datagrams(stack.datagramSockets()));
        case "counters" -> "ok\n" + text(lines(stack.counters()));
        default -> request.startsWith(OF_QUEUE) ? ofQueue(request) : NO_SUCH_REQUEST;
      };
    } catch (IOException e) {
      return "error the stack has stopped\n";
    }
  }

  /** What one queue's host has counted. */
  private String ofQueue(String request) throws IOException {
    String number = request.substring(OF_QUEUE.length());
    int queues = stack.loops().size();
    int queue = number.matches("[0-9]{1,3}") ? Integer.parseInt(number) : queues;
    if (queue >= queues) {
      return "error there is no queue " + number + ": they are 0 to " + (queues - 1) + "\n";
    }
    EventLoop loop = stack.loops().all().get(queue);
    return "ok\n" + text(lines(loop.ask(() -> loop.host().counters().asMap())));
  }

  private static List<String> lines(Map<String, Long> counters) {
    List<String> lines = new ArrayList<>();
    counters.forEach((name, count) -> lines.add(name + " " + count));
    return lines;
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  /** Takes the socket away; clients that are being answered are not waited for. */
  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("the control socket is not there any more: {}", e.toString());
    }
  }
}
