package io.fourwave.tcp;

import io.fourwave.ip.SourceRoute;

/** The IPv4 source route that an application asks for (RFC 9293 §3.9.2.1, MUST-51). */
final class SourceRouteOption {
  private SourceRouteOption() {}

  /** The option to send, or null if none was asked for. */
  static byte[] of(Ip settings, boolean v4) {
    if (settings.sourceRoute().isEmpty() || !v4) {
      return null;
    }
    return settings.strictSourceRoute()
        ? SourceRoute.strict(settings.sourceRoute())
        : SourceRoute.loose(settings.sourceRoute());
  }
}
