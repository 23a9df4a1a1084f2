/** The command line, the services and the example of embedding. */
module io.fourwave.examples {
  requires info.picocli;
  requires io.fourwave.stack;
  requires io.fourwave.tun;
  requires org.slf4j;

  opens io.fourwave.examples to
      info.picocli;
  opens io.fourwave.examples.embedding to
      info.picocli;
  opens io.fourwave.examples.serve to
      info.picocli;
}
