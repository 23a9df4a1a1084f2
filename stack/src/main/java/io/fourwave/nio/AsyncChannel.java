package io.fourwave.nio;

import io.fourwave.tcp.TcpException;
import java.io.IOException;
import java.nio.channels.AsynchronousChannel;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ShutdownChannelGroupException;

/** What a group, and the calls of a channel, know of it. */
interface AsyncChannel extends AsynchronousChannel {
  /** Whose threads run its handlers. */
  AsyncGroup group();

  /** Something has changed: pending calls are tried again. For any thread. */
  void look();

  /** A failure as a pending call is told of it. */
  default Exception asTold(Exception failure) {
    if (failure instanceof ClosedChannelException && !isOpen()) {
      return new AsynchronousCloseException();
    }
    if (failure instanceof ShutdownChannelGroupException) {
      return new IOException(failure); // an accepted connection that nobody can have; as the JDK's
    }
    return failure instanceof TcpException e ? Failures.talking(e) : failure;
  }

  /** Closes where nobody can be told that it failed. */
  default void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      look(); // it is closed all the same
    }
  }
}
