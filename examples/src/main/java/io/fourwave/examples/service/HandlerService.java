package io.fourwave.examples.service;

import io.fourwave.host.SocketHandler;

/** A service on the stack's own thread: no thread of its own, and no octet copied on the way. */
public non-sealed interface HandlerService extends Service {
  /** What serves one connection; it closes it as well, once it has no more to say. */
  SocketHandler handler();
}
