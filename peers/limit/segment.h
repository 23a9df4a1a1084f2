/* Segments of TCP in packets of IPv4: those that come, and the headers of those that go. */
#ifndef PEER_SEGMENT_H
#define PEER_SEGMENT_H

#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
  HEADERS = sizeof(struct iphdr) + sizeof(struct tcphdr),
  FIN = 1, SYN = 2, RST = 4, PSH = 8, ACK = 16
};

/* What came, in the machine's order; addresses and ports in the network's. */
struct segment {
  in_addr_t from, to;
  in_port_t from_port, to_port;
  uint32_t seq, ack;
  uint16_t window; /* as it stands there */
  uint8_t flags;
  uint8_t *text;
  uint32_t length; /* of the text */
  const uint8_t *options, *options_end;
};

/* Reads a packet's headers; false if it is not TCP over IPv4, whole. Sums are not looked at. */
bool segment_read(uint8_t *packet, size_t length, struct segment *segment);

/* The value of an option of so many octets in all; NULL if it is not there. */
const uint8_t *segment_option(const struct segment *segment, uint8_t kind, uint8_t length);

/* Adds up octets, as RFC 1071 has it, without folding; in the order of memory. */
uint64_t segment_sum(const uint8_t *octets, size_t length);

/*
 * Fills in what depends on nothing else: version, lengths, the sum of IPv4's header, and that of TCP,
 * of which text_sum is the text's part; or, if it is partial, the part that the device wants. The TCP
 * header has options as long as its offset says.
 */
void segment_seal(uint8_t *packet, size_t length, bool partial, uint64_t text_sum);

#endif
