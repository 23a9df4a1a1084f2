package io.fourwave.interop;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;

/** Netty's client: fetches. Compiled for 4.2, it runs on 4.1 as well. */
final class NettyClient {
  private static final int MOST_OCTETS = 8 << 20;

  private NettyClient() {}

  @SuppressWarnings({"deprecation", "FutureReturnValueIgnored"}) // as 4.1 has it
  public static void main(String[] args) throws InterruptedException {
    URI uri = URI.create(args[0]);
    EventLoopGroup group = new NioEventLoopGroup(1);
    Channel channel =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel opened) {
                    opened
                        .pipeline()
                        .addLast(new HttpClientCodec())
                        .addLast(new HttpObjectAggregator(MOST_OCTETS))
                        .addLast(new Reader());
                  }
                })
            .connect(uri.getHost(), uri.getPort())
            .sync()
            .channel();
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, uri.getPath());
    request.headers().set(HttpHeaderNames.HOST, uri.getHost());
    channel.writeAndFlush(request);
    channel.closeFuture().sync();
    group.shutdownGracefully();
  }

  private static final class Reader extends SimpleChannelInboundHandler<FullHttpResponse> {
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // main waits for it
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      System.out.println(Digest.of(ByteBufUtil.getBytes(response.content())));
      context.close();
    }
  }
}
