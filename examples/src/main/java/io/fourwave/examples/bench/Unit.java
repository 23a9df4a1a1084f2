package io.fourwave.examples.bench;

/** What rates and processor time are given in. */
public enum Unit {
  /** For octets: 10^9 bits a second, processor seconds for 10^9 octets. */
  GIGABITS("Gbit/s", 8, "s/GB", 1),

  /** For operations: how many a second, processor microseconds for each. */
  OPERATIONS("per s", 1e9, "µs each", 1e-3);

  private final String rate;
  private final double rateFactor;
  private final String cpu;
  private final double cpuFactor;

  Unit(String rate, double rateFactor, String cpu, double cpuFactor) {
    this.rate = rate;
    this.rateFactor = rateFactor;
    this.cpu = cpu;
    this.cpuFactor = cpuFactor;
  }

  /** The unit of {@link #rate(long, long)}. */
  public String rate() {
    return rate;
  }

  /** How fast an amount was done. */
  double rate(long amount, long nanos) {
    return amount * rateFactor / nanos;
  }

  /** The unit of {@link #cpu(long, long)}. */
  public String cpu() {
    return cpu;
  }

  /** Processor time for an amount. */
  double cpu(long amount, long nanos) {
    return nanos * cpuFactor / amount;
  }
}
