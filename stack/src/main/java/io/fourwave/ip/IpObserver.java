package io.fourwave.ip;

/** Is told what the IP layers do. All methods run on the host's thread; none may keep a view. */
public interface IpObserver {
  /** Sees nothing. */
  IpObserver NONE = new IpObserver() {};

  /** A packet was dropped, counted under a reason. */
  default void dropped(IpDropReason reason) {}

  /** An echo request was answered. */
  default void echoAnswered() {}

  /** An ICMP error was sent. */
  default void errorSent() {}

  /** An ICMP error arrived and was handed to a transport. */
  default void errorArrived(IcmpError.Kind kind) {}

  /** A datagram was put together from its fragments. */
  default void reassembled() {}
}
