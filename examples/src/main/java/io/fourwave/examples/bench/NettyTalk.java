package io.fourwave.examples.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/** The services' conversations as Netty's handlers. */
abstract class NettyTalk extends ChannelInboundHandlerAdapter {
  /** A service's. */
  static NettyTalk of(Service service) {
    return switch (service) {
      case ECHO -> new Echo();
      case SINK -> new Sink();
      case SOURCE -> new Source();
    };
  }

  /** Some octets have come, which are this method's to release. */
  abstract void arrived(ChannelHandlerContext context, ByteBuf octets);

  /** The peer has closed its way. */
  abstract void ended(ChannelHandlerContext context);

  @Override
  public final void channelRead(ChannelHandlerContext context, Object octets) {
    arrived(context, (ByteBuf) octets);
  }

  @Override
  public final void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended(context);
    }
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    System.err.println("netty: " + cause); // the client misses its answer, and says so
    context.channel().unsafe().closeForcibly();
  }

  /** Says the last, and closes. */
  static void close(ChannelHandlerContext context, ByteBuf last) {
    context.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
  }

  private static final class Echo extends NettyTalk {
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a void promise tells exceptionCaught
    void arrived(ChannelHandlerContext context, ByteBuf octets) {
      context.write(octets, context.voidPromise());
      context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    void ended(ChannelHandlerContext context) {
      close(context, Unpooled.EMPTY_BUFFER);
    }
  }

  private static final class Sink extends NettyTalk {
    private long received;

    @Override
    void arrived(ChannelHandlerContext context, ByteBuf octets) {
      received += octets.readableBytes();
      octets.release();
    }

    @Override
    void ended(ChannelHandlerContext context) {
      close(context, Unpooled.copyLong(received));
    }
  }

  private static final class Source extends NettyTalk {
    private static final ByteBuf OCTETS =
        Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(Service.SCRATCH).writeZero(Service.SCRATCH));

    private final ByteBuf request = Unpooled.buffer(Long.BYTES);
    private long begin;
    private long sent;
    private boolean done;

    @Override
    void arrived(ChannelHandlerContext context, ByteBuf octets) {
      request.writeBytes(octets);
      octets.release();
      if (request.readableBytes() == Long.BYTES) {
        begin = System.nanoTime();
        send(context);
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (request.readableBytes() == Long.BYTES) {
        send(context);
      }
    }

    /** As much as Netty holds back; it tells when that is gone. */
    @SuppressWarnings("FutureReturnValueIgnored") // a void promise tells exceptionCaught
    private void send(ChannelHandlerContext context) {
      while (!done && context.channel().isWritable()) {
        if (System.nanoTime() - begin < request.getLong(0)) {
          sent += OCTETS.readableBytes();
          context.writeAndFlush(OCTETS.duplicate(), context.voidPromise());
        } else {
          done = true;
          close(context, Unpooled.copyLong(sent));
        }
      }
    }

    @Override
    void ended(ChannelHandlerContext context) {
      context.channel().unsafe().closeForcibly(); // before it was answered
    }
  }
}
