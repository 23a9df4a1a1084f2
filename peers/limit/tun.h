/* A TUN device: one packet a call, and its header of virtio-net where it offloads. */
#ifndef PEER_TUN_H
#define PEER_TUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
  LARGEST = 65535, /* octets of a packet */
  ROOM = 16        /* octets before each packet that are the device's */
};

/*
 * Opens a device, and makes it if there is none of that name. With offload it leaves checksums to the
 * device, and packets of up to 64 KB go both ways. False if that fails, and errno says why.
 */
bool tun_open(const char *name, bool offload);

/* Whether the device was opened so. */
bool tun_offloads(void);

/*
 * Reads a packet, and waits for one if it may. Returns its length; or -1, and errno is EAGAIN if there
 * is none, EINTR if a signal came while it waited.
 */
ssize_t tun_read(uint8_t *packet, bool may_wait);

/*
 * Writes a packet of IPv4 and TCP, without options; mss is the most text in a segment that it is to be
 * cut into. False if the device does not take it, and errno says why.
 */
bool tun_write(uint8_t *packet, size_t length, uint16_t mss);

#endif
