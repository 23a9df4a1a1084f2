package io.fourwave.examples.bench.paths;

/** What goes wrong on a path, as in {@code docs/throughput.md}. */
enum Trouble {
  NONE("none", "none", 0),
  TENTH("0.1 %", "loss=0.1%", 0.001),
  ONE("1 %", "loss=1%", 0.01),
  THREE("3 %", "loss=3%", 0.03),
  TEN("10 %", "loss=10%", 0.1),
  TENTH_BURSTS("0.1 %, bursts", "loss=0.1%,burst=4", 0.001 / 4),
  ONE_BURSTS("1 %, bursts", "loss=1%,burst=4", 0.01 / 4),
  THREE_BURSTS("3 %, bursts", "loss=3%,burst=4", 0.03 / 4),
  TEN_BURSTS("10 %, bursts", "loss=10%,burst=4", 0.1 / 4),
  REORDERING("reordering", "reorder=5%,late=10ms", 0);

  private final String title;
  private final String faults;
  private final double events;

  Trouble(String title, String faults, double events) {
    this.title = title;
    this.faults = faults;
    this.events = events;
  }

  /** Its name in tables. */
  String title() {
    return title;
  }

  /** As {@link io.fourwave.link.Faults#parse} reads it. */
  String faults() {
    return faults;
  }

  /** The chance that a packet is the first of those lost together. */
  double events() {
    return events;
  }
}
