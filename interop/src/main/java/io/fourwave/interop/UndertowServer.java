package io.fourwave.interop;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.BlockingHandler;

/** Undertow: answers what is posted to it, while it still arrives. */
final class UndertowServer {
  private static final long MOST_OCTETS = 8 << 20;

  private UndertowServer() {}

  public static void main(String[] args) {
    Undertow.builder()
        .addHttpListener(Integer.parseInt(args[0]), "0.0.0.0")
        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MOST_OCTETS)
        .setHandler(
            new BlockingHandler(
                exchange -> exchange.getInputStream().transferTo(exchange.getOutputStream())))
        .build()
        .start();
    System.out.println("listening");
  }
}
