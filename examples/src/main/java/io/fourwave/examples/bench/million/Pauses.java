package io.fourwave.examples.bench.million;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Listens to the garbage collector while it is open: how often it ran, and for how long. */
final class Pauses implements AutoCloseable {
  private final NotificationListener listener = this::collected;
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong millis = new AtomicLong();
  private final AtomicLong longest = new AtomicLong();

  /** Listens from now on. */
  Pauses() {
    collectors().forEach(bean -> bean.addNotificationListener(listener, null, null));
  }

  private static List<NotificationEmitter> collectors() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(NotificationEmitter.class::isInstance)
        .map(NotificationEmitter.class::cast)
        .toList();
  }

  private void collected(Notification notification, Object handback) {
    if (notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      long took =
          GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
              .getGcInfo()
              .getDuration();
      count.incrementAndGet();
      millis.addAndGet(took);
      longest.accumulateAndGet(took, Math::max);
    }
  }

  /** How many collections there were. */
  long count() {
    return count.get();
  }

  /** How long all of them took together. */
  Duration sum() {
    return Duration.ofMillis(millis.get());
  }

  /** How long the longest took. */
  Duration longest() {
    return Duration.ofMillis(longest.get());
  }

  @Override
  public void close() {
    for (NotificationEmitter bean : collectors()) {
      try {
        bean.removeNotificationListener(listener);
      } catch (ListenerNotFoundException e) {
        throw new IllegalStateException("it was added when this was made", e);
      }
    }
  }
}
