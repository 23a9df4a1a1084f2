package io.fourwave.host;

import io.fourwave.ip.IcmpError;
import io.fourwave.ip.IpDropReason;
import io.fourwave.ip.IpObserver;
import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.TcpEvent;
import io.fourwave.tcp.TcpObserver;
import io.fourwave.udp.UdpDropReason;
import io.fourwave.udp.UdpObserver;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Counts what the layers report. For the host's thread; {@link #asMap} makes a copy for others. */
public final class Counters implements IpObserver, TcpObserver, UdpObserver {
  private final long[] events = new long[TcpEvent.values().length];
  private final long[] tcpDrops = new long[TcpDropReason.values().length];
  private final long[] ipDrops = new long[IpDropReason.values().length];
  private final long[] udpDrops = new long[UdpDropReason.values().length];
  private long datagramsArrived;
  private long datagramsSent;
  private long echoesAnswered;
  private long errorsSent;
  private long errorsArrived;
  private long reassembled;

  @Override
  public void counted(TcpEvent event) {
    events[event.ordinal()]++;
  }

  @Override
  public void dropped(TcpDropReason reason) {
    tcpDrops[reason.ordinal()]++;
  }

  @Override
  public void dropped(IpDropReason reason) {
    ipDrops[reason.ordinal()]++;
  }

  @Override
  public void dropped(UdpDropReason reason) {
    udpDrops[reason.ordinal()]++;
  }

  @Override
  public void datagramArrived() {
    datagramsArrived++;
  }

  @Override
  public void datagramSent() {
    datagramsSent++;
  }

  @Override
  public void echoAnswered() {
    echoesAnswered++;
  }

  @Override
  public void errorSent() {
    errorsSent++;
  }

  @Override
  public void errorArrived(IcmpError.Kind kind) {
    errorsArrived++;
  }

  @Override
  public void reassembled() {
    reassembled++;
  }

  /** Does what lets something arrive that has been counted as arrived elsewhere. */
  void countedElsewhere(Runnable arrival) {
    long segments = of(TcpEvent.SEGMENT_IN);
    long errors = errorsArrived;
    arrival.run();
    events[TcpEvent.SEGMENT_IN.ordinal()] = segments;
    errorsArrived = errors;
  }

  /** How often it has happened. */
  public long of(TcpEvent event) {
    return events[event.ordinal()];
  }

  /** How many segments were dropped for this reason. */
  public long of(TcpDropReason reason) {
    return tcpDrops[reason.ordinal()];
  }

  /** How many packets were dropped for this reason. */
  public long of(IpDropReason reason) {
    return ipDrops[reason.ordinal()];
  }

  /** How many datagrams were dropped for this reason. */
  public long of(UdpDropReason reason) {
    return udpDrops[reason.ordinal()];
  }

  /** All drops, of all layers. */
  public long dropped() {
    long sum = 0;
    for (long count : tcpDrops) {
      sum += count;
    }
    for (long count : ipDrops) {
      sum += count;
    }
    for (long count : udpDrops) {
      sum += count;
    }
    return sum;
  }

  /**
   * A copy of all counters by name, in alphabetical order: {@code nstat}'s names where it has one.
   */
  public Map<String, Long> asMap() {
    Map<String, Long> all = new TreeMap<>();
    for (TcpEvent event : TcpEvent.values()) {
      all.put(event.counterName(), of(event));
    }
    for (TcpDropReason reason : TcpDropReason.values()) {
      all.put("TcpDrop" + inCamelCase(reason.name()), of(reason));
    }
    for (IpDropReason reason : IpDropReason.values()) {
      all.put("IpDrop" + inCamelCase(reason.name()), of(reason));
    }
    for (UdpDropReason reason : UdpDropReason.values()) {
      all.put("UdpDrop" + inCamelCase(reason.name()), of(reason));
    }
    all.put("UdpInDatagrams", datagramsArrived);
    all.put("UdpOutDatagrams", datagramsSent);
    all.put("IcmpOutEchoReps", echoesAnswered);
    all.put("IcmpOutErrors", errorsSent);
    all.put("IcmpInErrors", errorsArrived);
    all.put("IpReasmOKs", reassembled);
    return Collections.unmodifiableMap(all);
  }

  private static String inCamelCase(String name) {
    StringBuilder text = new StringBuilder();
    for (String word : name.split("_", -1)) {
      text.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
    }
    return text.toString();
  }
}
