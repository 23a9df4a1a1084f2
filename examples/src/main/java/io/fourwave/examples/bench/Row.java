package io.fourwave.examples.bench;

import static io.fourwave.examples.bench.Row.Trait.NO_OFFLOAD;
import static io.fourwave.examples.bench.Row.Trait.ON_DEMAND;
import static io.fourwave.examples.bench.Row.Trait.ON_ONE_CORE;
import static io.fourwave.examples.bench.Row.Trait.STANDARD;

import java.util.Arrays;
import java.util.List;

/** What is measured. In and out are the server's. */
public enum Row {
  BULK_IN("bulk-in", "bulk in", Unit.GIGABITS),
  BULK_OUT("bulk-out", "bulk out", Unit.GIGABITS),
  BULK_IN_4("bulk-in-4", "bulk in, 4 connections", Unit.GIGABITS),
  BULK_OUT_4("bulk-out-4", "bulk out, 4 connections", Unit.GIGABITS),
  BULK_IN_8("bulk-in-8", "bulk in, 8 connections", Unit.GIGABITS, ON_DEMAND),
  BULK_OUT_8("bulk-out-8", "bulk out, 8 connections", Unit.GIGABITS, ON_DEMAND),
  BULK_IN_64("bulk-in-64", "bulk in, 64 connections", Unit.GIGABITS, ON_DEMAND),
  BULK_OUT_64("bulk-out-64", "bulk out, 64 connections", Unit.GIGABITS, ON_DEMAND),
  BULK_IN_PLAIN("bulk-in-plain", "bulk in, no offload", Unit.GIGABITS, NO_OFFLOAD),
  BULK_OUT_PLAIN("bulk-out-plain", "bulk out, no offload", Unit.GIGABITS, NO_OFFLOAD),
  EXCHANGE("request-response", "request/response", Unit.OPERATIONS, ON_DEMAND),
  EXCHANGE_ONE_CORE(
      "request-response-one-core", "request/response, one core", Unit.OPERATIONS, ON_ONE_CORE),
  EXCHANGE_64("request-response-64", "request/response, 64 connections", Unit.OPERATIONS),
  EXCHANGE_1000(
      "request-response-1000", "request/response, 1,000 conn.", Unit.OPERATIONS, ON_DEMAND),
  EXCHANGE_1K("request-response-1k", "request/response, 1 KB", Unit.OPERATIONS, ON_DEMAND),
  EXCHANGE_64_1K(
      "request-response-64-1k", "request/response, 64 conn., 1 KB", Unit.OPERATIONS, ON_DEMAND),
  LATENCY_UNDER_LOAD("latency-under-load", "request/response, 8 bulk flows", Unit.OPERATIONS),
  CONNECT("connect", "connect/close", Unit.OPERATIONS, ON_DEMAND),
  CONNECT_32("connect-32", "connect/close, 32 at once", Unit.OPERATIONS);

  /** What may be special about a row. */
  enum Trait {
    /** Nothing. */
    STANDARD,
    /** It goes over the link whose devices offload nothing. */
    NO_OFFLOAD,
    /** The client and the servers have one processor in common, and no other. */
    ON_ONE_CORE,
    /** It is measured only if it is asked for. */
    ON_DEMAND
  }

  private final String word;
  private final String title;
  private final Unit unit;
  private final Trait trait;

  Row(String word, String title, Unit unit) {
    this(word, title, unit, STANDARD);
  }

  Row(String word, String title, Unit unit, Trait trait) {
    this.word = word;
    this.title = title;
    this.unit = unit;
    this.trait = trait;
  }

  /** The row of that word, or null. */
  public static Row of(String word) {
    return Arrays.stream(values()).filter(row -> row.word.equals(word)).findFirst().orElse(null);
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Row::word).toList();
  }

  /** What is measured if nothing is said. */
  static List<Row> standard() {
    return Arrays.stream(values()).filter(row -> row.trait != ON_DEMAND).toList();
  }

  /** What it is called on the command line and in JSON. */
  public String word() {
    return word;
  }

  /** What it is called in the table. */
  public String title() {
    return title;
  }

  /** The link it goes over. */
  public Link link(Side side) {
    return new Link(side, trait != NO_OFFLOAD);
  }

  /** Whether the client and the servers have one processor in common, and no other. */
  public boolean isOnOneCore() {
    return trait == ON_ONE_CORE;
  }

  /** What its rate and its processor time are given in. */
  public Unit unit() {
    return unit;
  }

  /** Makes what is to be done. */
  public Workload workload() {
    return switch (this) {
      case BULK_IN, BULK_IN_PLAIN -> new BulkIn();
      case BULK_OUT, BULK_OUT_PLAIN -> new BulkOut();
      case BULK_IN_4 -> bulkIn(4);
      case BULK_OUT_4 -> bulkOut(4);
      case BULK_IN_8 -> bulkIn(8);
      case BULK_OUT_8 -> bulkOut(8);
      case BULK_IN_64 -> bulkIn(64);
      case BULK_OUT_64 -> bulkOut(64);
      case EXCHANGE, EXCHANGE_ONE_CORE -> new RequestResponse(1);
      case EXCHANGE_64 -> Crowd.of(64, ExchangeFlow.of(1));
      case EXCHANGE_1000 -> Crowd.of(1_000, ExchangeFlow.of(1));
      case EXCHANGE_1K -> new RequestResponse(1_024);
      case EXCHANGE_64_1K -> Crowd.of(64, ExchangeFlow.of(1_024));
      case LATENCY_UNDER_LOAD ->
          new UnderLoad(new RequestResponse(1), bulkIn(4).and(4, BulkOutFlow.ofOneThread()));
      case CONNECT -> new ConnectClose(1);
      case CONNECT_32 -> new ConnectClose(32);
    };
  }

  private static Crowd bulkIn(int connections) {
    return Crowd.of(connections, BulkInFlow.ofOneThread());
  }

  private static Crowd bulkOut(int connections) {
    return Crowd.of(connections, BulkOutFlow.ofOneThread());
  }
}
