package io.fourwave.examples.bench.paths;

import io.fourwave.tcp.congestion.CongestionControl;
import io.fourwave.tcp.congestion.Cubic;
import io.fourwave.tcp.congestion.NewReno;
import java.util.Locale;
import java.util.function.Supplier;

/** A congestion control that both have. */
enum Algorithm {
  /** RFC 9438. */
  CUBIC,
  /** RFC 5681 and 6582. */
  RENO;

  /** Its name, the kernel's as well. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What makes ours. */
  Supplier<CongestionControl> ours() {
    return this == CUBIC ? Cubic::new : NewReno::new;
  }
}
