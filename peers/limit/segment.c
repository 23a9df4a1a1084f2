#include "segment.h"

#include <netinet/in.h>
#include <string.h>

enum { END = 0, NOTHING = 1, TTL = 64, DONT_FRAGMENT = 0x4000 };

bool segment_read(uint8_t *packet, size_t length, struct segment *segment) {
  const struct iphdr *ip = (const struct iphdr *)packet;
  if (length < HEADERS || ip->version != 4 || ip->protocol != IPPROTO_TCP) {
    return false;
  }
  size_t start = ip->ihl * 4u, whole = ntohs(ip->tot_len);
  const struct tcphdr *tcp = (const struct tcphdr *)(packet + start);
  if (start < sizeof *ip || whole > length || start + sizeof *tcp > whole ||
      start + tcp->doff * 4u > whole || tcp->doff < 5) {
    return false;
  }
  size_t headers = start + tcp->doff * 4u;
  *segment = (struct segment){
      .from = ip->saddr,
      .to = ip->daddr,
      .from_port = tcp->source,
      .to_port = tcp->dest,
      .seq = ntohl(tcp->seq),
      .ack = ntohl(tcp->ack_seq),
      .window = ntohs(tcp->window),
      .flags = packet[start + 13],
      .text = packet + headers,
      .length = (uint32_t)(whole - headers),
      .options = packet + start + sizeof *tcp,
      .options_end = packet + headers,
  };
  return true;
}

const uint8_t *segment_option(const struct segment *segment, uint8_t kind, uint8_t length) {
  const uint8_t *at = segment->options, *end = segment->options_end;
  while (end - at >= 2 && *at != END) {
    if (*at == NOTHING) {
      at++;
    } else if (at[1] < 2 || at[1] > end - at) {
      return NULL;
    } else if (*at == kind && at[1] == length) {
      return at + 2;
    } else {
      at += at[1];
    }
  }
  return NULL;
}

uint64_t segment_sum(const uint8_t *octets, size_t length) {
  uint64_t sum = 0;
  size_t words = length / 4;
  for (size_t i = 0; i < words; i++) { /* the compiler makes vectors of it */
    uint32_t word;
    memcpy(&word, octets + 4 * i, sizeof word);
    sum += word;
  }
  uint32_t rest = 0;
  memcpy(&rest, octets + 4 * words, length & 3); /* what is missing is zero: little endian */
  return sum + rest;
}

static uint16_t fold(uint64_t sum) {
  while (sum >> 16 != 0) {
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return (uint16_t)sum;
}

void segment_seal(uint8_t *packet, size_t length, bool partial, uint64_t text_sum) {
  struct iphdr *ip = (struct iphdr *)packet;
  struct tcphdr *tcp = (struct tcphdr *)(ip + 1);
  ip->version = 4;
  ip->ihl = 5;
  ip->tos = 0;
  ip->tot_len = htons((uint16_t)length);
  ip->id = 0;
  ip->frag_off = htons(DONT_FRAGMENT);
  ip->ttl = TTL;
  ip->protocol = IPPROTO_TCP;
  ip->check = 0;
  ip->check = (uint16_t)~fold(segment_sum(packet, sizeof *ip));
  uint64_t pseudo = (uint64_t)ip->saddr + ip->daddr + htons(IPPROTO_TCP) +
                    htons((uint16_t)(length - sizeof *ip));
  tcp->check = 0;
  tcp->check = partial ? fold(pseudo)
                       : (uint16_t)~fold(pseudo + text_sum +
                                         segment_sum((uint8_t *)tcp, tcp->doff * 4u));
}
