/** The command line, the services, the example of embedding, and the benchmark. */
module io.fourwave.examples {
  requires HdrHistogram;
  requires info.picocli;
  requires io.fourwave.stack;
  requires io.fourwave.tun;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires java.instrument;
  requires java.management;
  requires jdk.management;
  requires jdk.httpserver;
  requires org.apache.sshd.osgi;
  requires org.apache.sshd.sftp;
  requires org.jline.reader;
  requires org.jline.terminal;
  requires org.slf4j;

  opens io.fourwave.examples to
      info.picocli;
  opens io.fourwave.examples.bench to
      info.picocli;
  opens io.fourwave.examples.control to
      info.picocli;
  opens io.fourwave.examples.embedding to
      info.picocli;
  opens io.fourwave.examples.fetch to
      info.picocli;
  opens io.fourwave.examples.forward to
      info.picocli;
  opens io.fourwave.examples.guest to
      info.picocli;
  opens io.fourwave.examples.lab to
      info.picocli;
  opens io.fourwave.examples.run to
      info.picocli;
  opens io.fourwave.examples.ladder to
      info.picocli;
  opens io.fourwave.examples.serve to
      info.picocli;
}
