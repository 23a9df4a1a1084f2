#include "services.h"

#include "connection.h"
#include "source.h"

enum { PORTS = 65536 };

static struct connection echoes[PORTS], sinks[PORTS], sources[PORTS]; /* by the client's port */

/* Sinks that may owe acknowledgements. */
static struct connection *owing[PORTS];
static int owers;

static void acknowledge_all(void) {
  while (owers > 0) {
    struct connection *c = owing[--owers];
    c->owes = false;
    if (c->here != 0 && connection_unoffered(c) > 0) {
      connection_acknowledge(c);
    }
  }
}

static void acknowledge_soon(struct connection *c) {
  if (connection_unoffered(c) >= connection_window(c) / 2) {
    connection_acknowledge(c);
  } else if (!c->owes) {
    if (owers == PORTS) {
      acknowledge_all();
    }
    c->owes = true;
    owing[owers++] = c;
  }
}

/* Offers an echo's client what it has offered meanwhile, if that is much. */
static void widen(struct connection *c) {
  if (connection_unoffered(c) >= c->mss && connection_unoffered(c) >= connection_window(c) / 2) {
    connection_acknowledge(c);
  }
}

static void receive(struct connection *c, uint8_t *text, uint32_t length, bool fin) {
  c->rcv_nxt += length + fin;
  c->fin_came = c->fin_came || fin;
  switch (ntohs(c->service)) {
    case ECHO:
      connection_send(c, PSH | fin, text, length, tun_offloads() ? 0 : segment_sum(text, length));
      return;
    case SINK:
      c->octets += length;
      if (fin) {
        source_answer(c);
      } else {
        acknowledge_soon(c);
      }
      return;
    default:
      source_asked(c, text, length);
      connection_acknowledge(c);
  }
}

static struct connection *place_of(const struct segment *segment) {
  switch (ntohs(segment->to_port)) {
    case ECHO:
      return &echoes[segment->from_port];
    case SINK:
      return &sinks[segment->from_port];
    case SOURCE:
      return &sources[segment->from_port];
    default:
      return NULL;
  }
}

static void forget(struct connection *c) {
  connection_forget(c);
  source_forget(c);
}

static void arrive(struct connection *c, const struct segment *segment) {
  connection_acknowledged(c, segment);
  uint32_t old = c->rcv_nxt - segment->seq;
  uint32_t numbers = segment->length + (segment->flags & FIN);
  if (old < numbers) {
    receive(c, segment->text + old, segment->length - old, segment->flags & FIN);
  } else if (old != 0 || numbers != 0) { /* again, or after a gap, or a probe */
    connection_acknowledge(c);
  } else if (c->service == htons(ECHO)) {
    widen(c);
  }
  if (c->fin_came && c->fin_sent && c->snd_una == c->snd_nxt) {
    forget(c);
  }
}

void services_take(uint8_t *packet, size_t length) {
  struct segment segment;
  struct connection *c;
  if (!segment_read(packet, length, &segment) || (c = place_of(&segment)) == NULL) {
    return;
  }
  if (segment.flags & SYN) {
    forget(c);
    connection_open(c, &segment);
  } else if (c->here != segment.to || c->client != segment.from) {
    return;
  } else if (segment.flags & RST) {
    forget(c);
  } else {
    arrive(c, &segment);
  }
}

bool services_busy(void) { return owers > 0 || source_busy(); }

void services_go_on(void) {
  acknowledge_all();
  source_go_on();
}

void services_tick(void) { source_tick(); }
