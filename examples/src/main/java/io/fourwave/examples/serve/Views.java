package io.fourwave.examples.serve;

import io.fourwave.NetworkStack;
import io.fourwave.examples.Refusal;
import io.fourwave.examples.control.ControlSocket;
import io.fourwave.examples.web.LiveRecording;
import io.fourwave.examples.web.WebView;
import io.fourwave.link.FaultyLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lets others look into a running stack: the socket for ss and counters, the live view. */
final class Views implements AutoCloseable {
  private ControlSocket control;
  private WebView web;

  /** Opens the socket. The stack is of use also where none can be. */
  void openControl(NetworkStack stack, String device) {
    try {
      control = ControlSocket.open(stack, device);
    } catch (IOException e) {
      // Made only now: options are there before -v is read, and the first logger fixes the level.
      Logger log = LoggerFactory.getLogger(Views.class);
      log.info("no 'fourwave ss' and 'fourwave counters' for this stack: {}", e.toString());
    }
  }

  /**
   * Opens the live view.
   *
   * @param say is told its address
   * @throws Refusal if it cannot be there; the stack is closed then
   */
  void openWeb(
      InetSocketAddress at,
      NetworkStack stack,
      LiveRecording live,
      FaultyLink faults,
      Consumer<String> say) {
    try {
      web = WebView.start(at, stack, live, faults);
      say.accept("look: " + web.address());
    } catch (IOException e) {
      stack.close(Duration.ZERO);
      close();
      throw new Refusal("--web: cannot listen at " + at + ": " + e.getMessage(), e);
    }
  }

  /** Closes them; does nothing the second time. */
  @Override
  public void close() {
    if (web != null) {
      web.close();
    }
    if (control != null) {
      control.close();
    }
  }
}
