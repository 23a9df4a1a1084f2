package io.fourwave.examples.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Some octets there and back, again and again, other ones each time. */
final class Exchange {
  private final ByteBuffer request;
  private final ByteBuffer answer;
  private byte next;

  /** Of so many octets. */
  Exchange(int octets) {
    request = ByteBuffer.allocateDirect(octets);
    answer = ByteBuffer.allocateDirect(octets);
  }

  /** Does it and waits for it. */
  void run(SocketChannel channel) throws IOException {
    ask(channel);
    Service.readAll(channel, answer);
    check();
  }

  /** Sends the next request; there is room for it, since the last one was answered. */
  void ask(SocketChannel channel) throws IOException {
    next++;
    request.put(0, next).put(request.capacity() - 1, next);
    Service.writeAll(channel, request.clear());
    answer.clear();
  }

  /** Where the answer goes. */
  ByteBuffer answer() {
    return answer;
  }

  /** Fails if the answer, which is complete, is not the request: it ends as it begins. */
  void check() throws IOException {
    byte last = answer.get(answer.capacity() - 1);
    if (answer.get(0) != next || last != next) {
      throw new IOException(next + " was sent, and " + answer.get(0) + ".." + last + " came back");
    }
  }
}
