package io.fourwave.examples.bench.million;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What of the JVM's memory is in use, in octets.
 *
 * @param heap objects that something refers to
 * @param direct buffers outside the heap
 */
record Memory(long heap, long direct) {
  private static final int LOOKS = 4;

  /** After garbage collections: the least of some looks. */
  static Memory inUse() {
    long heap = Long.MAX_VALUE;
    long direct = Long.MAX_VALUE;
    for (int i = 0; i < LOOKS; i++) {
      System.gc();
      heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      direct = Math.min(direct, buffers());
    }
    return new Memory(heap, direct);
  }

  private static long buffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** What came on top of what was in use before. */
  Memory beyond(Memory before) {
    return new Memory(heap - before.heap, direct - before.direct);
  }
}
