package io.fourwave.examples.bench;

import java.util.Arrays;
import java.util.List;

/** What is measured. In and out are the server's. */
enum Row {
  BULK_IN("bulk-in", "bulk in", true, Unit.GIGABITS),
  BULK_OUT("bulk-out", "bulk out", true, Unit.GIGABITS),
  BULK_IN_PLAIN("bulk-in-plain", "bulk in, no offload", false, Unit.GIGABITS),
  BULK_OUT_PLAIN("bulk-out-plain", "bulk out, no offload", false, Unit.GIGABITS),
  REQUEST_RESPONSE("request-response", "request/response", true, Unit.OPERATIONS),
  CONNECT("connect", "connect/close", true, Unit.OPERATIONS),
  CONNECT_32("connect-32", "connect/close, 32 at once", true, Unit.OPERATIONS);

  private final String word;
  private final String title;
  private final boolean offload;
  private final Unit unit;

  Row(String word, String title, boolean offload, Unit unit) {
    this.word = word;
    this.title = title;
    this.offload = offload;
    this.unit = unit;
  }

  /** The row of that word, or null. */
  static Row of(String word) {
    return Arrays.stream(values()).filter(row -> row.word.equals(word)).findFirst().orElse(null);
  }

  /** All words. */
  static List<String> words() {
    return Arrays.stream(values()).map(Row::word).toList();
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
    return new Link(side, offload);
  }

  /** What its rate and its processor time are given in. */
  Unit unit() {
    return unit;
  }

  /** Makes what is to be done. */
  Workload workload() {
    return switch (this) {
      case BULK_IN, BULK_IN_PLAIN -> new BulkIn();
      case BULK_OUT, BULK_OUT_PLAIN -> new BulkOut();
      case REQUEST_RESPONSE -> new RequestResponse();
      case CONNECT -> new ConnectClose(1);
      case CONNECT_32 -> new ConnectClose(32);
    };
  }
}
