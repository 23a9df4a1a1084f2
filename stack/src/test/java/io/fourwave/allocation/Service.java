package io.fourwave.allocation;

import io.fourwave.NetworkStack;
import io.fourwave.socket.TcpListener;
import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;

/** The ways to serve a connection with this stack. */
enum Service {
  /** A blocking socket of the stack's own. */
  TCP_SOCKET {
    @Override
    Callable<Void> listen(NetworkStack stack, Load load) throws IOException {
      TcpListener listener = stack.listen(PORT);
      return () -> {
        try (listener;
            TcpSocket socket = listener.accept()) {
          return serve(socket, load);
        }
      };
    }
  },

  /** The streams of a {@code java.net.Socket}. */
  JAVA_NET {
    @Override
    Callable<Void> listen(NetworkStack stack, Load load) throws IOException {
      ServerSocket listener = stack.serverSocketFactory().createServerSocket(PORT);
      return () -> {
        try (listener;
            Socket socket = listener.accept()) {
          socket.setSoTimeout(60_000); // read by read, a deadline
          return serve(socket.getInputStream(), socket.getOutputStream(), load);
        }
      };
    }
  },

  /** A channel that blocks. */
  BLOCKING_CHANNEL {
    @Override
    Callable<Void> listen(NetworkStack stack, Load load) throws IOException {
      ServerSocketChannel listener = bound(stack);
      return () -> {
        try (listener;
            SocketChannel channel = listener.accept()) {
          return serve(channel, load);
        }
      };
    }
  },

  /** The streams of a channel's view as a socket. */
  CHANNEL_AS_SOCKET {
    @Override
    Callable<Void> listen(NetworkStack stack, Load load) throws IOException {
      ServerSocketChannel listener = bound(stack);
      return () -> {
        try (listener;
            SocketChannel channel = listener.accept()) {
          Socket socket = channel.socket();
          socket.setSoTimeout(60_000);
          return serve(socket.getInputStream(), socket.getOutputStream(), load);
        }
      };
    }
  },

  /** A selector, and its selected keys. */
  SELECTED_KEYS {
    @Override
    Callable<Void> listen(NetworkStack stack, Load load) throws IOException {
      ServerSocketChannel listener = bound(stack);
      return () -> {
        try (listener;
            Selector selector = stack.selectorProvider().openSelector();
            SocketChannel channel = listener.accept()) {
          new Selecting(channel, selector, load).overSelectedKeys();
          return null;
        }
      };
    }
  },

  /** A selector that is given an action. */
  SELECT_WITH_ACTION {
    @Override
    Callable<Void> listen(NetworkStack stack, Load load) throws IOException {
      ServerSocketChannel listener = bound(stack);
      return () -> {
        try (listener;
            Selector selector = stack.selectorProvider().openSelector();
            SocketChannel channel = listener.accept()) {
          new Selecting(channel, selector, load).byAction();
          return null;
        }
      };
    }
  },

  /** The stack's own thread. */
  HANDLER {
    @Override
    Callable<Void> listen(NetworkStack stack, Load load) throws IOException {
      stack.serve(PORT, socket -> new Handling(load));
      return () -> null;
    }
  };

  static final int PORT = 7;

  private static final int CHUNK = 1 << 16;

  /**
   * Listens; what is returned serves one connection to its end, on the thread that runs it. Only a
   * handler needs none.
   */
  abstract Callable<Void> listen(NetworkStack stack, Load load) throws IOException;

  private static ServerSocketChannel bound(NetworkStack stack) throws IOException {
    return stack.selectorProvider().openServerSocketChannel().bind(new InetSocketAddress(PORT));
  }

  private static Void serve(ByteChannel channel, Load load) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    while (Load.receive(channel, buffer, load.request)) {
      Load.send(channel, buffer, load.answer);
    }
    return null;
  }

  private static Void serve(InputStream in, OutputStream out, Load load) throws IOException {
    byte[] buffer = new byte[CHUNK];
    while (true) {
      for (int left = load.request; left > 0; ) {
        int count = in.read(buffer);
        if (count < 0) {
          return null;
        }
        left -= count;
      }
      for (int left = load.answer; left > 0; left -= CHUNK) {
        out.write(buffer, 0, Math.min(left, CHUNK));
      }
    }
  }
}
