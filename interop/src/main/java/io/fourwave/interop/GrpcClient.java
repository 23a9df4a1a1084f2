package io.fourwave.interop;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.nio.file.Files;
import java.nio.file.Path;

/** gRPC: says what is in a file, and what it is answered. */
final class GrpcClient {
  private GrpcClient() {}

  public static void main(String[] args) throws Exception {
    byte[] said = Files.readAllBytes(Path.of(args[2]));
    System.out.println(Digest.of(call(args[0], Integer.parseInt(args[1]), said)));
    System.exit(0); // its threads would stay a while
  }

  static byte[] call(String address, int port, byte[] message) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(address, port)
            .usePlaintext()
            .maxInboundMessageSize(Grpc.MOST_OCTETS)
            .build();
    try {
      return ClientCalls.blockingUnaryCall(channel, Grpc.ANSWER, CallOptions.DEFAULT, message);
    } finally {
      channel.shutdownNow();
    }
  }
}
