package io.fourwave.examples.service;

/** A service on a well-known port: of sockets, of handlers, or of a library on the stack. */
public sealed interface Service permits SocketService, HandlerService, StackService {
  /** The name, as {@code /etc/services} has it. */
  String name();

  /** The port it listens on. */
  int port();
}
