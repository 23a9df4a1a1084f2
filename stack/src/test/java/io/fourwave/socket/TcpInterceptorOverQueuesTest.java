package io.fourwave.socket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same over three queues each. */
class TcpInterceptorOverQueuesTest extends TcpInterceptorTest {
  @BeforeAll
  static void overThree() {
    StackPair.overQueues(3);
  }

  @AfterAll
  static void overOne() {
    StackPair.overQueues(1);
  }
}
