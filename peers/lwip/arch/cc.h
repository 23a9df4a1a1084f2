/* What lwIP asks of a compiler and a platform: GNU C on Linux. */
#ifndef PEER_CC_H
#define PEER_CC_H

#include <endian.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define LWIP_ERRNO_STDINCLUDE 1
#define LWIP_RAND() ((uint32_t)rand())

#define LWIP_PLATFORM_DIAG(message) \
  do {                              \
    printf message;                 \
  } while (0)

#define LWIP_PLATFORM_ASSERT(message)      \
  do {                                     \
    fprintf(stderr, "lwip: %s\n", message); \
    abort();                               \
  } while (0)

uint16_t peer_checksum(const void *octets, int length);

#endif
