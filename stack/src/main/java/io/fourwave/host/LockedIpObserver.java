package io.fourwave.host;

import io.fourwave.ip.IcmpError;
import io.fourwave.ip.IpDropReason;
import io.fourwave.ip.IpObserver;

/** Tells an observer of several hosts' doings, one at a time: their threads wait for each other. */
record LockedIpObserver(IpObserver observer) implements IpObserver {
  @Override
  public void dropped(IpDropReason reason) {
    synchronized (observer) {
      observer.dropped(reason);
    }
  }

  @Override
  public void echoAnswered() {
    synchronized (observer) {
      observer.echoAnswered();
    }
  }

  @Override
  public void errorSent() {
    synchronized (observer) {
      observer.errorSent();
    }
  }

  @Override
  public void errorArrived(IcmpError.Kind kind) {
    synchronized (observer) {
      observer.errorArrived(kind);
    }
  }

  @Override
  public void reassembled() {
    synchronized (observer) {
      observer.reassembled();
    }
  }
}
