#include "connection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What may be on its way to a sink: enough for both processors, and little, so that it stays in caches.
 * Without offload the device's queue holds 500 small packets, of all sinks.
 */
enum { WINDOW = 512 << 10, WINDOW_PLAIN = 384 << 10, LEAST_WINDOW_PLAIN = 64 << 10 };

enum { MSS = 1460, LEAST_MSS = 536, MOST_SHIFT = 14 };
enum { NO_OPERATION = 1, MSS_OPTION = 2, SCALE_OPTION = 3, TIMES_OPTION = 8 }; /* and their lengths: */
enum { MSS_LENGTH = 4, SCALE_LENGTH = 3, TIMES_LENGTH = 10, MOST_OPTIONS = 20 };

static int sinks;

static void transmit(struct connection *c, uint32_t seq, uint8_t flags, uint8_t *rest,
                     uint32_t options, uint32_t length, uint64_t text_sum);

/*
 * Writes the options of our SYN, and returns their length. An echo's client gets the timestamp that it
 * asks for, once: the kernel takes segments without it, but a port of a connection that had none it does
 * not use again for a minute (RFC 6191), and then looks for others at length.
 */
static uint32_t write_options(const struct connection *c, const struct segment *syn, uint8_t *into) {
  const uint8_t *times = segment_option(syn, TIMES_OPTION, TIMES_LENGTH);
  uint8_t first[] = {MSS_OPTION, MSS_LENGTH, MSS >> 8, MSS & 255,
                     NO_OPERATION, SCALE_OPTION, SCALE_LENGTH, c->shift};
  uint8_t second[] = {NO_OPERATION, NO_OPERATION, TIMES_OPTION, TIMES_LENGTH};
  memcpy(into, first, sizeof first);
  if (segment_option(syn, SCALE_OPTION, SCALE_LENGTH) == NULL) {
    return MSS_LENGTH;
  }
  if (times == NULL || c->service != htons(ECHO)) {
    return sizeof first;
  }
  memcpy(into + sizeof first, second, sizeof second);
  memcpy(into + sizeof first + sizeof second, times, 4);     /* our clock is the client's */
  memcpy(into + sizeof first + sizeof second + 4, times, 4); /* which we answer */
  return MOST_OPTIONS;
}

void connection_open(struct connection *c, const struct segment *syn) {
  const uint8_t *mss = segment_option(syn, MSS_OPTION, MSS_LENGTH);
  const uint8_t *scale = segment_option(syn, SCALE_OPTION, SCALE_LENGTH);
  uint16_t most = mss == NULL ? LEAST_MSS : (uint16_t)(mss[0] << 8 | mss[1]);
  *c = (struct connection){
      .here = syn->to,
      .client = syn->from,
      .service = syn->to_port,
      .port = syn->from_port,
      .mss = most < LEAST_MSS ? LEAST_MSS : most > MSS ? MSS : most,
      .shift = scale == NULL ? 0 : *scale > MOST_SHIFT ? MOST_SHIFT : *scale,
      .rcv_nxt = syn->seq + 1,
      .snd_una = syn->seq,
      .snd_nxt = syn->seq + 1,
      .snd_max = syn->seq + 1,
      .snd_edge = syn->seq + 1 + syn->window,
  };
  sinks += c->service == htons(SINK);
  uint8_t buffer[ROOM + HEADERS + MOST_OPTIONS], *options = buffer + ROOM + HEADERS;
  transmit(c, syn->seq, SYN | ACK, options, write_options(c, syn, options), 0, 0);
}

void connection_forget(struct connection *c) {
  sinks -= c->here != 0 && c->service == htons(SINK);
  c->here = 0;
}

void connection_acknowledged(struct connection *c, const struct segment *segment) {
  if ((int32_t)(segment->ack - c->snd_una) > 0) {
    c->snd_una = segment->ack;
    if ((int32_t)(c->snd_una - c->snd_nxt) > 0) {
      c->snd_nxt = c->snd_una; /* we had gone back too far */
    }
  }
  uint32_t edge = segment->ack + ((uint32_t)segment->window << c->shift);
  if ((int32_t)(edge - c->snd_edge) > 0) {
    c->snd_edge = edge;
  }
}

void connection_send(struct connection *c, uint8_t flags, uint8_t *text, uint32_t length,
                     uint64_t text_sum) {
  uint32_t seq = c->snd_nxt;
  c->snd_nxt += length + (flags & FIN);
  c->fin_sent = c->fin_sent || flags & FIN;
  transmit(c, seq, flags | ACK, text, 0, length, text_sum);
}

void connection_acknowledge(struct connection *c) {
  static uint8_t buffer[ROOM + HEADERS];
  transmit(c, c->snd_nxt, ACK, buffer + ROOM + HEADERS, 0, 0, 0);
}

int32_t connection_unoffered(const struct connection *c) {
  return (int32_t)(c->rcv_nxt + (uint32_t)connection_window(c) - c->rcv_edge);
}

int32_t connection_window(const struct connection *c) {
  if (c->service == htons(ECHO)) {
    int32_t offered = (int32_t)(c->snd_edge - c->rcv_nxt);
    return offered > 0 ? offered : 0;
  }
  if (tun_offloads() || sinks == 0) {
    return WINDOW;
  }
  int32_t part = WINDOW_PLAIN / sinks;
  return part > LEAST_WINDOW_PLAIN ? part : LEAST_WINDOW_PLAIN;
}

/* What follows the fixed headers is options, or text. */
static void transmit(struct connection *c, uint32_t seq, uint8_t flags, uint8_t *rest,
                     uint32_t options, uint32_t length, uint64_t text_sum) {
  uint8_t shift = flags & SYN ? 0 : c->shift;
  uint32_t field = (uint32_t)connection_window(c) >> shift;
  field = field > UINT16_MAX ? UINT16_MAX : field;
  uint8_t *packet = rest - HEADERS;
  struct iphdr *ip = (struct iphdr *)packet;
  struct tcphdr *tcp = (struct tcphdr *)(ip + 1);
  ip->saddr = c->here;
  ip->daddr = c->client;
  *tcp = (struct tcphdr){
      .source = c->service,
      .dest = c->port,
      .seq = htonl(seq),
      .ack_seq = htonl(c->rcv_nxt),
      .doff = (5 + options / 4) & 15,
      .window = htons((uint16_t)field),
  };
  packet[sizeof *ip + 13] = flags;
  c->rcv_edge = c->rcv_nxt + (field << shift);
  size_t whole = HEADERS + options + length;
  segment_seal(packet, whole, tun_offloads(), text_sum);
  if (!tun_write(packet, whole, c->mss)) {
    perror("limit: cannot write to the device");
    exit(1);
  }
}
