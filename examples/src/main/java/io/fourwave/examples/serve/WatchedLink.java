package io.fourwave.examples.serve;

import io.fourwave.link.FaultyLink;
import io.fourwave.link.LinkDevice;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.Recorder;
import java.util.List;
import java.util.function.Consumer;

/**
 * A device with all that is to be seen of it, and done to it.
 *
 * @param queues for the stack; several only if nobody looks and nothing is lost
 * @param recorder wants to observe the stack, which is end 0; null if nobody looks
 * @param faults can lose packets; null if the link is left alone
 * @param capture wants to hear of the recorder's events; does nothing if there is no capture
 */
record WatchedLink(
    List<? extends LinkDevice> queues,
    Recorder recorder,
    FaultyLink faults,
    Consumer<RecordedEvent> capture) {}
