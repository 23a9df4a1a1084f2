package io.fourwave.examples.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;

/** The services by Netty, with one thread: only the provider tells that it is not the kernel's. */
final class NettyServer {
  private NettyServer() {}

  /** Serves from now on, until the process ends. */
  static void start(SelectorProvider provider, Way way) throws IOException {
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("netty", true), NioIoHandler.newFactory(provider));
    for (Service service : Service.values()) {
      ServerBootstrap server =
          new ServerBootstrap()
              .group(group)
              .channelFactory(() -> new NioServerSocketChannel(provider))
              .option(ChannelOption.SO_BACKLOG, Acceptor.BACKLOG)
              .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
              .childHandler(connections(service));
      if (!server.bind(way.everywhere(service)).awaitUninterruptibly().isSuccess()) {
        throw new IOException("Netty cannot listen on port " + way.port(service));
      }
    }
  }

  private static ChannelInitializer<SocketChannel> connections(Service service) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(NettyTalk.of(service));
      }
    };
  }
}
