/* The sum of RFC 1071 over memory, as lwIP wants it: not complemented, in the order of memory. */
#include <string.h>

#include "arch/cc.h"

uint16_t peer_checksum(const void *octets, int length) {
  const unsigned char *at = octets;
  uint64_t sum = 0;
  int words = length / 4;
  for (int i = 0; i < words; i++) { /* the compiler makes vectors of it */
    uint32_t word;
    memcpy(&word, at + 4 * i, sizeof word);
    sum += word;
  }
  uint32_t rest = 0;
  memcpy(&rest, at + 4 * words, length & 3); /* what is missing is zero: little endian */
#if BYTE_ORDER != LITTLE_ENDIAN
#error "the last octets are taken as a little endian machine has them"
#endif
  sum += rest;
  while (sum >> 16 != 0) {
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return (uint16_t)sum;
}
