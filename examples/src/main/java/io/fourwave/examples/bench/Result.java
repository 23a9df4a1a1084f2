package io.fourwave.examples.bench;

import java.util.Arrays;

/** What a row has come to. */
record Result(Row row, Turns fourwave, Turns kernel) {
  /** A row without turns. */
  Result(Row row) {
    this(row, new Turns(row.unit()), new Turns(row.unit()));
  }

  /** A side's turns. */
  Turns of(Side side) {
    return side == Side.FOURWAVE ? fourwave : kernel;
  }

  /** Fourwave's rate to the kernel's: the ratio of the medians, and the rounds' extremes. */
  Spread ratio() {
    double[] ratios = fourwave.rates();
    double[] kernels = kernel.rates();
    Arrays.setAll(ratios, round -> ratios[round] / kernels[round]);
    Spread rounds = Spread.of(ratios);
    return new Spread(
        fourwave.rate().median() / kernel.rate().median(), rounds.least(), rounds.most());
  }
}
