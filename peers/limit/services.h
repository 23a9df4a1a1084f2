/* The benchmark's services: ECHO, SINK and SOURCE, as io.fourwave.examples.bench.Service has them. */
#ifndef PEER_SERVICES_H
#define PEER_SERVICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Takes a packet, which is overwritten; ROOM octets before it belong to it. */
void services_take(uint8_t *packet, size_t length);

/* Whether there is something to send even if no packet comes. */
bool services_busy(void);

/* Sends it, or some of it. */
void services_go_on(void);

/* Sends again what may have been lost; to be called some times in a second. */
void services_tick(void);

#endif
