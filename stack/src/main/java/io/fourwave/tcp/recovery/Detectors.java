package io.fourwave.tcp.recovery;

/** All ways of finding losses, of which a connection uses one. */
final class Detectors {
  private final DuplicateAcks duplicateAcks = new DuplicateAcks();
  private final SackLoss sackLoss = new SackLoss();
  private final Rack rack = new Rack();

  /**
   * One that begins anew.
   *
   * @param path what RACK goes by from flight to flight; null unless losses are found by time
   */
  LossDetector begin(LossFinding by, ReorderingWindow path) {
    switch (by) {
      case BY_DUPLICATES -> {
        duplicateAcks.reset();
        return duplicateAcks;
      }
      case BY_SACK -> {
        sackLoss.reset();
        return sackLoss;
      }
      case BY_TIME -> {
        rack.begin(path);
        return rack;
      }
    }
    throw new AssertionError(by);
  }
}
