package io.fourwave.interop;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A service of one method, whose messages are octets as they are: there is nothing to generate. */
final class Grpc {
  static final int MOST_OCTETS = 8 << 20;

  static final MethodDescriptor<byte[], byte[]> ANSWER =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName("Answers", "Answer"))
          .setRequestMarshaller(new Octets())
          .setResponseMarshaller(new Octets())
          .build();

  private Grpc() {}

  static ServerServiceDefinition answers() {
    return ServerServiceDefinition.builder("Answers")
        .addMethod(
            ANSWER,
            ServerCalls.asyncUnaryCall(
                (request, observer) -> {
                  observer.onNext(request);
                  observer.onCompleted();
                }))
        .build();
  }

  private static final class Octets implements Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
