package io.fourwave.examples.http;

import io.fourwave.NetworkStack;
import io.fourwave.examples.service.StackService;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.TimeUnit;

/** HTTP/1.1 on the stack (RFC 9112): a page, the stack's state, a download and an upload. */
public final class HttpService implements StackService {
  private static final int BACKLOG = 1_024;

  @Override
  public String name() {
    return "http";
  }

  @Override
  public int port() {
    return 80;
  }

  /** The only thing that is not as it would be on the kernel's TCP is the provider. */
  @Override
  public AutoCloseable start(NetworkStack stack) throws IOException {
    SelectorProvider provider = stack.selectorProvider();
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("http", true), NioIoHandler.newFactory(provider));
    ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    ServerBootstrap server =
        new ServerBootstrap()
            .group(group)
            .channelFactory(() -> new NioServerSocketChannel(provider))
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childHandler(connections(new Pages(stack), open));
    Channel listening = server.bind(port()).awaitUninterruptibly().channel();
    if (!listening.isActive()) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      throw new IOException("the http service cannot listen on port " + port());
    }
    return () -> {
      listening.close().awaitUninterruptibly();
      open.close().awaitUninterruptibly();
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    };
  }

  private static ChannelInitializer<SocketChannel> connections(Pages pages, ChannelGroup open) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        open.add(channel);
        channel
            .pipeline()
            .addLast(new HttpServerCodec())
            .addLast(new HttpServerExpectContinueHandler())
            .addLast(new HttpServerKeepAliveHandler())
            .addLast(new ChunkedWriteHandler())
            .addLast(new Requests(pages));
      }
    };
  }
}
