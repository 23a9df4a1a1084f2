/* SOURCE: sends from one buffer for as long as it is asked to, then says how many octets that were. */
#ifndef PEER_SOURCE_H
#define PEER_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "connection.h"

enum { NUMBER = 8 }; /* octets of a number on the wire, the most significant first */

/* Takes some of the request. */
void source_asked(struct connection *c, const uint8_t *text, uint32_t length);

/* Forgets a connection, which may be no source at all. */
void source_forget(const struct connection *c);

/* Whether any of them may send. */
bool source_busy(void);

/* Lets each send something, if it may. */
void source_go_on(void);

/* Goes back where nothing has been acknowledged since the last time. */
void source_tick(void);

/* Sends how many octets a connection has counted, and closes; sinks do that as well. */
void source_answer(struct connection *c);

#endif
