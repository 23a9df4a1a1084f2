/** A TCP/IP stack in user space: pure Java, no native code. */
module io.fourwave.stack {
  requires jdk.net;
  requires org.slf4j;

  exports io.fourwave;
  exports io.fourwave.host;
  exports io.fourwave.ip;
  exports io.fourwave.link;
  exports io.fourwave.net;
  exports io.fourwave.nio;
  exports io.fourwave.sim;
  exports io.fourwave.socket;
  exports io.fourwave.stream;
  exports io.fourwave.tcp;
  exports io.fourwave.tcp.congestion;
  exports io.fourwave.trace;
  exports io.fourwave.udp;
  exports io.fourwave.wire;
}
