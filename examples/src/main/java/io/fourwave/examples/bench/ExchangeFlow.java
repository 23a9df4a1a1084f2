package io.fourwave.examples.bench;

import static java.nio.channels.SelectionKey.OP_READ;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;

/** {@link RequestResponse} as one of many: each has one request on its way at a time. */
final class ExchangeFlow extends Flow {
  private final Exchange exchange;
  private final Histogram latencies;
  private long end;
  private long sent;
  private long answers;

  private ExchangeFlow(SocketChannel channel, int octets, Histogram latencies) {
    super(channel);
    this.exchange = new Exchange(octets);
    this.latencies = latencies;
  }

  /** Flows whose requests have so many octets. */
  static Maker of(int octets) {
    return (server, latencies) -> {
      SocketChannel channel = server.connect(Service.ECHO);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return new ExchangeFlow(channel, octets, latencies);
    };
  }

  @Override
  int begin(long nanos) throws IOException {
    sent = System.nanoTime();
    end = sent + nanos;
    exchange.ask(channel());
    return OP_READ;
  }

  @Override
  public int goOn() throws IOException {
    if (!readAll(exchange.answer())) {
      return OP_READ;
    }
    exchange.check();
    answers++;
    long now = System.nanoTime();
    latencies.recordValue(now - sent);
    if (now - end >= 0) {
      return 0;
    }
    sent = now;
    exchange.ask(channel());
    return OP_READ;
  }

  @Override
  long amount() {
    return answers;
  }
}
