#include "source.h"

#include <endian.h>
#include <string.h>
#include <time.h>

/*
 * What all sources together have on its way, so that it stays in the caches; and each at least, so that
 * its client acknowledges without delay.
 */
enum { FLIGHT = 1 << 20, LEAST_FLIGHT = 64 << 10 };
enum { FLIGHT_PLAIN = 256 << 10, LEAST_FLIGHT_PLAIN = 16 << 10 };

enum {
  MOST = 65536,    /* connections: as many as a client has ports */
  BURST_PLAIN = 8, /* segments of a source between two looks for what has come */
  TEXT = LARGEST - HEADERS
};

/* Those that have been asked and whose end is not acknowledged. */
static struct connection *sending[MOST];
static int senders;

/* What is sent, with room for headers before it. */
static uint8_t zeros[ROOM + HEADERS + TEXT];

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

void source_asked(struct connection *c, const uint8_t *text, uint32_t length) {
  if (c->deadline != 0) {
    return;
  }
  for (uint32_t i = 0; i < length && c->octets < NUMBER; i++, c->octets++) {
    c->nanos = c->nanos << 8 | text[i];
  }
  if (c->octets == NUMBER) {
    c->deadline = now() + c->nanos;
    c->octets = 0;
    sending[senders++] = c;
  }
}

void source_forget(const struct connection *c) {
  for (int i = 0; i < senders; i++) {
    if (sending[i] == c) {
      sending[i] = sending[--senders];
      return;
    }
  }
}

/* How much may be sent before something has to come: the client's window, or our part of the flight. */
static int32_t room_of(const struct connection *c) {
  int32_t flight = (tun_offloads() ? FLIGHT : FLIGHT_PLAIN) / senders;
  int32_t least = tun_offloads() ? LEAST_FLIGHT : LEAST_FLIGHT_PLAIN;
  int32_t ours = (flight < least ? least : flight) - (int32_t)(c->snd_nxt - c->snd_una);
  int32_t theirs = (int32_t)(c->snd_edge - c->snd_nxt);
  return ours < theirs ? ours : theirs;
}

/* How much is to be sent in one packet, if there is room: at the end the number, and that whole. */
static uint32_t next_piece(const struct connection *c) {
  uint32_t most = tun_offloads() ? TEXT / c->mss * c->mss : c->mss;
  uint32_t left = c->snd_max - c->snd_nxt;
  return !c->ended || left > most ? most : left > 0 ? left : NUMBER;
}

/* How much may be sent now: a piece, or less if nothing is on its way that more could be waited for. */
static uint32_t sendable(const struct connection *c) {
  int32_t room = room_of(c);
  uint32_t piece = next_piece(c);
  if (c->fin_sent || room <= 0) {
    return 0;
  }
  if ((uint32_t)room >= piece) {
    return piece;
  }
  return c->snd_nxt == c->snd_una && piece > NUMBER ? (uint32_t)room : 0;
}

bool source_busy(void) {
  for (int i = 0; i < senders; i++) {
    if (sendable(sending[i]) > 0) {
      return true;
    }
  }
  return false;
}

static void send_text(struct connection *c, uint32_t length) {
  connection_send(c, 0, zeros + ROOM + HEADERS, length, 0);
  int32_t more = (int32_t)(c->snd_nxt - c->snd_max);
  if (more > 0) {
    c->octets += (uint32_t)more;
    c->snd_max = c->snd_nxt;
  }
}

static void send_piece(struct connection *c, uint64_t time) {
  c->ended = c->ended || time >= c->deadline;
  uint32_t length = sendable(c);
  if (length > 0 && c->ended && c->snd_nxt == c->snd_max) {
    source_answer(c);
  } else if (length > 0) {
    send_text(c, length);
  }
}

void source_go_on(void) {
  if (senders == 0) {
    return;
  }
  uint64_t time = now();
  for (int burst = 0; burst < (tun_offloads() ? 1 : BURST_PLAIN); burst++) {
    for (int i = 0; i < senders; i++) {
      send_piece(sending[i], time);
    }
  }
}

/* The window may have opened, and the word of it have been lost: so an octet at least is sent. */
static void go_back(struct connection *c) {
  c->snd_nxt = (int32_t)(c->snd_una - c->snd_max) > 0 ? c->snd_max : c->snd_una;
  c->fin_sent = false;
  if ((int32_t)(c->snd_edge - c->snd_nxt) < NUMBER) {
    c->snd_edge = c->snd_nxt + NUMBER;
  }
}

void source_tick(void) {
  for (int i = 0; i < senders; i++) {
    if (sending[i]->snd_una == sending[i]->seen) {
      go_back(sending[i]);
    }
    sending[i]->seen = sending[i]->snd_una;
  }
}

void source_answer(struct connection *c) {
  uint8_t buffer[ROOM + HEADERS + NUMBER], *number = buffer + ROOM + HEADERS;
  uint64_t octets = htobe64(c->octets);
  memcpy(number, &octets, NUMBER);
  connection_send(c, PSH | FIN, number, NUMBER, segment_sum(number, NUMBER));
}
