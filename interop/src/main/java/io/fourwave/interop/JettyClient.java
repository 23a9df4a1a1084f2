package io.fourwave.interop;

import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;

/** Jetty's client: fetches. */
final class JettyClient {
  private JettyClient() {}

  public static void main(String[] args) throws Exception {
    try (HttpClient client = new HttpClient()) {
      client.start();
      InputStreamResponseListener listener = new InputStreamResponseListener();
      client.newRequest(args[0]).send(listener);
      listener.get(30, TimeUnit.SECONDS);
      try (InputStream body = listener.getInputStream()) {
        System.out.println(Digest.of(body.readAllBytes()));
      }
    }
  }
}
