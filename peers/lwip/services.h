/* The benchmark's services: ECHO, SINK and SOURCE, as io.fourwave.examples.bench.Service has them. */
#ifndef PEER_SERVICES_H
#define PEER_SERVICES_H

#include <stdbool.h>

/* Listens on their ports; false if there is no memory for that. */
bool services_listen(void);

#endif
