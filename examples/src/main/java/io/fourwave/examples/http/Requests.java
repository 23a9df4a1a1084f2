package io.fourwave.examples.http;

import static io.netty.handler.codec.http.HttpHeaderNames.ALLOW;
import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of one connection, one after the other. */
@SuppressWarnings("FutureReturnValueIgnored") // a write fails if the connection is gone: so be it
final class Requests extends SimpleChannelInboundHandler<HttpObject> {
  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final long MOST_OCTETS = 1L << 40;

  private final Pages pages;
  private HttpRequest request;
  private Upload upload;

  Requests(Pages pages) {
    this.pages = pages;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) throws IOException {
    if (part instanceof HttpRequest begun) {
      request = begun;
      upload = new Upload();
    }
    if (part instanceof HttpContent content) {
      upload.add(content.content());
    }
    if (part instanceof LastHttpContent) {
      answer(context);
    }
  }

  private void answer(ChannelHandlerContext context) throws IOException {
    if (request.decoderResult().isFailure()) {
      say(context, BAD_REQUEST, TEXT, "This is no HTTP/1.1 request.\n");
      return;
    }
    QueryStringDecoder target = new QueryStringDecoder(request.uri());
    boolean sends =
        HttpMethod.POST.equals(request.method()) || HttpMethod.PUT.equals(request.method());
    boolean uploads = target.path().equals("/upload");
    if (uploads != sends && (sends || HttpMethod.GET.equals(request.method()))) {
      refuse(context, uploads ? "POST, PUT" : "GET");
      return;
    }
    switch (target.path()) {
      case "/" -> send(context, OK, "text/html; charset=utf-8", pages.front());
      case "/state" -> send(context, OK, "application/json", pages.state());
      case "/download" -> download(context, target.parameters().get("bytes"));
      case "/upload" -> say(context, OK, TEXT, upload.summary() + "\n");
      default -> say(context, NOT_FOUND, TEXT, "There are /, /state, /download and /upload.\n");
    }
  }

  private void refuse(ChannelHandlerContext context, String allowed) {
    FullHttpResponse response =
        response(METHOD_NOT_ALLOWED, TEXT, ("Use " + allowed + ".\n").getBytes(UTF_8));
    response.headers().set(ALLOW, allowed);
    keepAlive(response);
    context.writeAndFlush(response);
  }

  private void download(ChannelHandlerContext context, List<String> bytes) {
    long octets = bytes == null ? 1 << 20 : octets(bytes.get(0));
    if (octets < 0) {
      String range = "bytes is a number from 0 to " + MOST_OCTETS + ".\n";
      say(context, BAD_REQUEST, TEXT, range);
      return;
    }
    HttpResponse response = new DefaultHttpResponse(HTTP_1_1, OK);
    keepAlive(response);
    response.headers().set(CONTENT_TYPE, "application/octet-stream").set(CONTENT_LENGTH, octets);
    context.write(response);
    context.writeAndFlush(new HttpChunkedInput(new Download(octets)));
  }

  /** -1 if it is no number, or too large a one. */
  private static long octets(String text) {
    try {
      long octets = Long.parseLong(text);
      return octets <= MOST_OCTETS ? octets : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void say(
      ChannelHandlerContext context, HttpResponseStatus status, String type, String text) {
    send(context, status, type, text.getBytes(UTF_8));
  }

  private void send(
      ChannelHandlerContext context, HttpResponseStatus status, String type, byte[] body) {
    FullHttpResponse response = response(status, type, body);
    keepAlive(response);
    context.writeAndFlush(response);
  }

  private static FullHttpResponse response(HttpResponseStatus status, String type, byte[] body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    response.headers().set(CONTENT_TYPE, type).set(CONTENT_LENGTH, body.length);
    return response;
  }

  /**
   * A client of HTTP/1.0 that asked for it waits for the end of the connection unless it is told
   * that there will be none (RFC 9112 appendix C.2.2). Netty does not say so by itself.
   */
  private void keepAlive(HttpResponse response) {
    if (request != null
        && !request.protocolVersion().isKeepAliveDefault()
        && HttpUtil.isKeepAlive(request)) {
      response.headers().set(CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.info("http: {} has gone: {}", context.channel().remoteAddress(), cause.toString());
    } else {
      LOG.error("http: the service has failed", cause);
      say(context, INTERNAL_SERVER_ERROR, TEXT, "The service has failed.\n");
    }
    context.close();
  }
}
