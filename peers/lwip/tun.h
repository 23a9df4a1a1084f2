/* A TUN device as a network interface of lwIP. */
#ifndef PEER_TUN_H
#define PEER_TUN_H

#include <stdbool.h>

#include "lwip/netif.h"

/*
 * Opens a device, and makes it if there is none of that name. With offload it leaves TCP's checksums
 * to the device and takes packets of up to 64 KB from it. Returns its file descriptor, which does not
 * block; or -1, and errno says why.
 */
int tun_open(const char *name, bool offload);

/* What netif_add asks for; the netif's state is the descriptor. */
err_t tun_init(struct netif *netif);

/* Hands up to so many packets to lwIP; returns how many there were, or -1 if the device is gone. */
int tun_input(struct netif *netif, int most);

#endif
