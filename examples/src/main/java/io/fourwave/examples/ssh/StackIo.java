package io.fourwave.examples.ssh;

import java.nio.channels.AsynchronousChannelGroup;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2Acceptor;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;

/** All that MINA SSHD has to be told to run on the stack: which group its channels belong to. */
final class StackIo extends Nio2ServiceFactory {
  private final AsynchronousChannelGroup group;

  private StackIo(FactoryManager manager, AsynchronousChannelGroup group) {
    super(manager, null, null);
    this.group = group;
  }

  static IoServiceFactoryFactory of(AsynchronousChannelGroup group) {
    return new Nio2ServiceFactoryFactory() {
      @Override
      public IoServiceFactory create(FactoryManager manager) {
        return new StackIo(manager, group);
      }
    };
  }

  @Override
  public IoAcceptor createAcceptor(IoHandler handler) {
    return autowireCreatedService(
        new Nio2Acceptor(this, getFactoryManager(), handler, group, getExecutorService()));
  }
}
