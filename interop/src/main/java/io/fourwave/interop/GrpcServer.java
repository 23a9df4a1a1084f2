package io.fourwave.interop;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;

/** gRPC: answers what is said to it. */
final class GrpcServer {
  private GrpcServer() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Server server = start(Integer.parseInt(args[0]));
    System.out.println("listening");
    server.awaitTermination();
  }

  static Server start(int port) throws IOException {
    return NettyServerBuilder.forPort(port)
        .maxInboundMessageSize(Grpc.MOST_OCTETS)
        .addService(Grpc.answers())
        .build()
        .start();
  }
}
