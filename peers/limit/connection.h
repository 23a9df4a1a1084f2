/* The least of TCP that the kernel takes for it; which service it is decides what is done with text. */
#ifndef PEER_CONNECTION_H
#define PEER_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "segment.h"
#include "tun.h"

enum { ECHO = 7, SINK = 9, SOURCE = 19 }; /* ports */

/*
 * A connection, from the client's SYN to the acknowledgement of our FIN. Our first number is the
 * client's, so that an echo has the number of its text, and offers the window that it is offered.
 */
struct connection {
  in_addr_t here, client; /* here is zero if there is none */
  in_port_t service, port;
  uint16_t mss;
  uint8_t shift; /* of windows, both ways */
  bool fin_came, fin_sent;
  bool ended; /* nothing but the number of octets is still to come, at snd_max */
  bool owes;  /* an acknowledgement, perhaps */
  uint32_t rcv_nxt, rcv_edge; /* an edge is the first number beyond a window */
  uint32_t snd_una, snd_nxt, snd_max, snd_edge; /* snd_max: where snd_nxt has been */
  uint64_t octets;   /* received or sent, as the service counts */
  uint64_t nanos;    /* what a source is asked for */
  uint64_t deadline; /* a source's, in nanoseconds; zero if it has not been asked */
  uint32_t seen;     /* snd_una when the clock ticked last */
};

/* Opens a connection, as a SYN asks for, in a place where there is none. */
void connection_open(struct connection *c, const struct segment *syn);

/* Forgets it, if there is one. */
void connection_forget(struct connection *c);

/* Takes note of an acknowledgement and the window with it. */
void connection_acknowledged(struct connection *c, const struct segment *segment);

/*
 * Sends text with the next numbers. ROOM and HEADERS octets before it are overwritten; text_sum is its
 * sum, which is of no interest where the device adds it up.
 */
void connection_send(struct connection *c, uint8_t flags, uint8_t *text, uint32_t length,
                     uint64_t text_sum);

/* Acknowledges. */
void connection_acknowledge(struct connection *c);

/* How much may be on its way to us; to an echo as much as it may send. */
int32_t connection_window(const struct connection *c);

/* How much more than what it knows of could be offered to the client. */
int32_t connection_unoffered(const struct connection *c);

#endif
