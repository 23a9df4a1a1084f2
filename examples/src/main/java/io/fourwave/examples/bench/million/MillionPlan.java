package io.fourwave.examples.bench.million;

/**
 * How much is measured.
 *
 * @param connections how many there are in the end
 * @param atOnce how many are being opened, or asked, at a time
 */
record MillionPlan(int connections, int atOnce) {
  /** Of the 64,512 ports that an address of the client has. */
  private static final int PORTS = 60_000;

  private static final int MOST_SHARE = 100_000;

  /** How many addresses the client needs. */
  int addresses() {
    return (connections + PORTS - 1) / PORTS;
  }

  /** Which of them the connection with a number comes from. */
  int address(int number) {
    return number / PORTS;
  }

  /** The first and the last so many are compared. */
  int share() {
    return Math.min(MOST_SHARE, connections / 4);
  }
}
