/** A TCP/IP stack in user space: pure Java, no native code. */
module io.fourwave.stack {
  requires org.slf4j;

  exports io.fourwave.link;
  exports io.fourwave.sim;
}
