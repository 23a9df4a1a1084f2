package io.fourwave.examples.service;

/** A service on a well-known port: a {@link SocketService}, or a {@link StackService}. */
public sealed interface Service permits SocketService, StackService {
  /** The name, as {@code /etc/services} has it. */
  String name();

  /** The port it listens on. */
  int port();
}
