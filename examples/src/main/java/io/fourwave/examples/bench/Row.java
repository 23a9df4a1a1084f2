package io.fourwave.examples.bench;

import static io.fourwave.examples.bench.Row.Trait.ALL_ON_ONE_CORE;
import static io.fourwave.examples.bench.Row.Trait.NO_OFFLOAD;
import static io.fourwave.examples.bench.Row.Trait.ON_DEMAND;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What is measured. In and out are the server's. */
enum Row {
  BULK_IN("bulk-in", "bulk in", Unit.GIGABITS, BulkIn::new),
  BULK_OUT("bulk-out", "bulk out", Unit.GIGABITS, BulkOut::new),
  BULK_IN_4("bulk-in-4", "bulk in, 4 connections", Unit.GIGABITS, () -> bulkIn(4)),
  BULK_OUT_4("bulk-out-4", "bulk out, 4 connections", Unit.GIGABITS, () -> bulkOut(4)),
  BULK_IN_8("bulk-in-8", "bulk in, 8 connections", Unit.GIGABITS, () -> bulkIn(8), ON_DEMAND),
  BULK_OUT_8("bulk-out-8", "bulk out, 8 connections", Unit.GIGABITS, () -> bulkOut(8), ON_DEMAND),
  BULK_IN_64("bulk-in-64", "bulk in, 64 connections", Unit.GIGABITS, () -> bulkIn(64), ON_DEMAND),
  BULK_OUT_64(
      "bulk-out-64", "bulk out, 64 connections", Unit.GIGABITS, () -> bulkOut(64), ON_DEMAND),
  BULK_IN_PLAIN("bulk-in-plain", "bulk in, no offload", Unit.GIGABITS, BulkIn::new, NO_OFFLOAD),
  BULK_OUT_PLAIN(
      "bulk-out-plain", "bulk out, no offload", Unit.GIGABITS, BulkOut::new, NO_OFFLOAD),
  REQUEST_RESPONSE(
      "request-response",
      "request/response",
      Unit.OPERATIONS,
      () -> new RequestResponse(1),
      ON_DEMAND),
  REQUEST_RESPONSE_ONE_CORE(
      "request-response-one-core",
      "request/response, all on one core",
      Unit.OPERATIONS,
      () -> new RequestResponse(1),
      ALL_ON_ONE_CORE),
  REQUEST_RESPONSE_64(
      "request-response-64",
      "request/response, 64 connections",
      Unit.OPERATIONS,
      () -> exchanges(64, 1)),
  REQUEST_RESPONSE_1000(
      "request-response-1000",
      "request/response, 1,000 conn.",
      Unit.OPERATIONS,
      () -> exchanges(1_000, 1),
      ON_DEMAND),
  REQUEST_RESPONSE_1K(
      "request-response-1k",
      "request/response, 1 KB",
      Unit.OPERATIONS,
      () -> new RequestResponse(1_024),
      ON_DEMAND),
  REQUEST_RESPONSE_64_1K(
      "request-response-64-1k",
      "request/response, 64 conn., 1 KB",
      Unit.OPERATIONS,
      () -> exchanges(64, 1_024),
      ON_DEMAND),
  LATENCY_UNDER_LOAD(
      "latency-under-load",
      "request/response, 8 bulk flows",
      Unit.OPERATIONS,
      () -> new UnderLoad(new RequestResponse(1), bulkIn(4).and(4, BulkOutFlow.ofOneThread()))),
  CONNECT("connect", "connect/close", Unit.OPERATIONS, () -> new ConnectClose(1), ON_DEMAND),
  CONNECT_32(
      "connect-32", "connect/close, 32 at once", Unit.OPERATIONS, () -> new ConnectClose(32));

  /** What may be special about a row. */
  enum Trait {
    /** It goes over the link whose devices offload nothing. */
    NO_OFFLOAD,
    /** The client and the servers have one processor in common, and no other. */
    ALL_ON_ONE_CORE,
    /** It is measured only if it is asked for. */
    ON_DEMAND
  }

  private final String word;
  private final String title;
  private final Unit unit;
  private final Supplier<Workload> workload;
  private final Set<Trait> traits;

  Row(String word, String title, Unit unit, Supplier<Workload> workload, Trait... traits) {
    this.word = word;
    this.title = title;
    this.unit = unit;
    this.workload = workload;
    this.traits = Set.of(traits);
  }

  private static Crowd bulkIn(int connections) {
    return Crowd.of(connections, BulkInFlow.ofOneThread());
  }

  private static Crowd bulkOut(int connections) {
    return Crowd.of(connections, BulkOutFlow.ofOneThread());
  }

  private static Crowd exchanges(int connections, int octets) {
    return Crowd.of(connections, ExchangeFlow.of(octets));
  }

  /** The row of that word, or null. */
  static Row of(String word) {
    return Arrays.stream(values()).filter(row -> row.word.equals(word)).findFirst().orElse(null);
  }

  /** All words. */
  static List<String> words() {
    return Arrays.stream(values()).map(Row::word).toList();
  }

  /** What is measured if nothing is said. */
  static List<Row> standard() {
    return Arrays.stream(values()).filter(row -> !row.traits.contains(ON_DEMAND)).toList();
  }

  /** What it is called on the command line and in JSON. */
  String word() {
    return word;
  }

  /** What it is called in the table. */
  String title() {
    return title;
  }

  /** The link it goes over. */
  Link link(Side side) {
    return new Link(side, !traits.contains(NO_OFFLOAD));
  }

  /** Whether the client and the servers have one processor in common, and no other. */
  boolean isOnOneCore() {
    return traits.contains(ALL_ON_ONE_CORE);
  }

  /** What its rate and its processor time are given in. */
  Unit unit() {
    return unit;
  }

  /** Makes what is to be done. */
  Workload workload() {
    return workload.get();
  }
}
