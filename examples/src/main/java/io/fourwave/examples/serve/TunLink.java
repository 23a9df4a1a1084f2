package io.fourwave.examples.serve;

import io.fourwave.examples.Refusal;
import io.fourwave.host.EventLoop;
import io.fourwave.link.CaptureTap;
import io.fourwave.link.Direction;
import io.fourwave.link.FaultListener;
import io.fourwave.link.FaultyLink;
import io.fourwave.link.LinkDevice;
import io.fourwave.link.PcapngWriter;
import io.fourwave.link.TcpMatch;
import io.fourwave.trace.LiveCommentary;
import io.fourwave.trace.RecordedEnd;
import io.fourwave.trace.RecordedLink;
import io.fourwave.trace.Recorder;
import io.fourwave.tun.TunDevice;
import io.fourwave.tun.TunException;
import io.fourwave.tun.TunSettings;
import io.fourwave.wire.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Opens the device as the command line has it: TUN, then faults if any, then a capture if any. */
final class TunLink {
  private static final int MOST_FOR_COMMENTS = 512;
  private static final int MOST_FOR_WEB = 4_000;

  private final LinkOptions link;
  private final WatchOptions watch;
  private final FaultListener losses;

  TunLink(LinkOptions link, WatchOptions watch, FaultListener losses) {
    this.link = link;
    this.watch = watch;
    this.losses = losses;
  }

  /**
   * Opens the device and configures the kernel's side.
   *
   * @param left is given the commands that only root may run, if any
   */
  WatchedLink open(List<String> left) throws IOException {
    KernelSide kernel = new KernelSide(link.tun, link.peers());
    kernel.checkAddresses(link.addresses());
    List<TunDevice> queues = openTun();
    try {
      left.addAll(kernel.configure(queues.get(0).mtu()));
      return watched(queues);
    } catch (IOException | RuntimeException e) {
      queues.forEach(TunDevice::close);
      throw e;
    }
  }

  private WatchedLink watched(List<TunDevice> queues) {
    if (watch.isRecorded()) {
      return recorded(queues.get(0));
    }
    List<LinkDevice> links = queues.stream().map(this::faulty).toList();
    return new WatchedLink(links, null, null, e -> {});
  }

  private List<TunDevice> openTun() throws TunException {
    TunSettings settings =
        TunSettings.named(link.tun)
            .withOffload(link.offload && !watch.hasFaults())
            .withMultiQueue(link.queues > 1);
    settings = link.persistent ? settings.persistentForOwner(owner()) : settings;
    try {
      TunSettings wanted = link.mtu == null ? settings : settings.withMtu(link.mtu);
      return link.queues == 1
          ? List.of(TunDevice.open(wanted))
          : TunDevice.openQueues(wanted, link.queues);
    } catch (TunException e) {
      if (e.errno().equals("EPERM")) {
        throw new Refusal(opens(settings) ? mtuWithoutRoot() : withoutRoot(), e);
      }
      if (e.errno().equals("EBUSY")) {
        throw new Refusal(
            link.tun
                + " is in use: is there another fourwave? Stop it, or choose another with --tun",
            e);
      }
      throw e;
    }
  }

  private static boolean opens(TunSettings settings) {
    try (TunDevice tun = TunDevice.open(settings)) {
      return tun.mtu() > 0;
    } catch (TunException e) {
      return false;
    }
  }

  private String mtuWithoutRoot() {
    return "only root may change the MTU of %1$s: run 'sudo ip link set %1$s mtu %2$d' first, or leave --mtu out"
        .formatted(link.tun, link.mtu);
  }

  private String withoutRoot() {
    return """
        not allowed to make or open %1$s: run it with sudo; or let root make a device that is yours, once \
        (sudo ip tuntap add %1$s mode tun%3$s user $USER && %2$s); or take a network of your own \
        (unshare -Urn ./fourwave serve)"""
        .formatted(
            link.tun,
            String.join(" && ", new KernelSide(link.tun, link.peers()).commands()),
            link.queues > 1 ? " multi_queue" : "");
  }

  /** Whoever asked, also through sudo. */
  private static int owner() {
    String caller = System.getenv("SUDO_UID");
    try {
      return caller == null
          ? (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid")
          : Integer.parseInt(caller);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that passes is recorded, at both ends of the faults if there are any. */
  private WatchedLink recorded(LinkDevice tun) {
    RecordedEnd stack = new RecordedEnd("stack", text(link.addresses().get(0)), true);
    RecordedEnd kernel = new RecordedEnd("kernel", text(link.peers().get(0).address()), false);
    Recorder recorder = new Recorder("Fourwave on " + link.tun, stack, kernel, EventLoop.clock());
    recorder.keepLast(watch.web == null ? MOST_FOR_COMMENTS : MOST_FOR_WEB);
    LiveCommentary commentary = new LiveCommentary(recorder);
    if (!watch.hasFaults()) {
      LinkDevice device = captured(RecordedLink.between(tun, recorder), commentary);
      return new WatchedLink(List.of(device), recorder, null, commentary::heard);
    }
    FaultyLink faults =
        faulty(
            RecordedLink.far(tun, recorder),
            (fault, way, packet, now) -> {
              recorder.suffers(fault, way == Direction.OUT ? 0 : 1, packet, now);
              losses.happened(fault, way, packet, now);
            });
    LinkDevice device = captured(RecordedLink.near(faults, recorder), commentary);
    return new WatchedLink(List.of(device), recorder, faults, commentary::heard);
  }

  private static String text(InetAddress address) {
    return IpAddress.of(address).toString();
  }

  private LinkDevice faulty(LinkDevice device) {
    return watch.hasFaults() ? faulty(device, losses) : device;
  }

  private FaultyLink faulty(LinkDevice device, FaultListener listener) {
    FaultyLink bad = new FaultyLink(device, watch.faults(), watch.faults(), listener);
    if (watch.lostLastAcks > 0) {
      bad.path(Direction.OUT).drop(watch.lostLastAcks, TcpMatch.pureAck().after(TcpMatch.fin()));
    }
    return bad;
  }

  private LinkDevice captured(LinkDevice device, LiveCommentary commentary) {
    if (watch.capture == null) {
      return device;
    }
    try {
      PcapngWriter capture = PcapngWriter.open(watch.capture, link.tun);
      long epochNanosAtZero = System.currentTimeMillis() * 1_000_000 - EventLoop.clock();
      return new CaptureTap(device, capture, epochNanosAtZero, commentary);
    } catch (IOException e) {
      String why =
          e instanceof AccessDeniedException
              ? "permission denied"
              : e instanceof NoSuchFileException ? "no such directory" : e.getMessage();
      throw new Refusal(
          "cannot write the capture "
              + watch.capture
              + " ("
              + why
              + "): name a file in a directory that you may write to, --capture /tmp/fourwave.pcapng",
          e);
    }
  }
}
