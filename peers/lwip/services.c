#include "services.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lwip/tcp.h"

enum {
  ECHO = 7,
  SINK = 9,
  SOURCE = 19,
  NUMBER = 8,             /* octets of a number on the wire, the most significant first */
  WRITE = 44 * TCP_MSS,   /* what tcp_write can take at once, in whole segments */
  RETRY = 1               /* in half seconds */
};

/* What a source sends; never changed, so that lwIP need not copy it. */
static const u8_t zeros[WRITE];

struct peer {
  struct tcp_pcb *pcb;
  u16_t service;
  bool ended;       /* the peer has closed its way */
  u64_t octets;     /* received or sent, as the service counts */
  u8_t number[NUMBER];
  u64_t deadline;   /* a source's */
  u8_t *ring;       /* octets to send back that there was no room for; TCP_WND of them at most */
  u64_t head, tail; /* of those, counted from the connection's first */
};

static u64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (u64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void forget(struct peer *peer) {
  free(peer->ring);
  free(peer);
}

/* Closes; what has been written is sent all the same. Without memory for a FIN it resets. */
static err_t end(struct peer *peer) {
  struct tcp_pcb *pcb = peer->pcb;
  tcp_arg(pcb, NULL);
  tcp_recv(pcb, NULL);
  tcp_sent(pcb, NULL);
  tcp_err(pcb, NULL);
  tcp_poll(pcb, NULL, 0);
  if (tcp_close(pcb) != ERR_OK) {
    tcp_abort(pcb);
    forget(peer);
    return ERR_ABRT;
  }
  forget(peer);
  return ERR_OK;
}

/* Writes how many octets it were, and closes. */
static err_t answer(struct peer *peer) {
  u8_t number[NUMBER];
  for (int i = 0; i < NUMBER; i++) {
    number[i] = (u8_t)(peer->octets >> 8 * (NUMBER - 1 - i));
  }
  if (tcp_write(peer->pcb, number, NUMBER, TCP_WRITE_FLAG_COPY) != ERR_OK) {
    return ERR_OK; /* the poll comes back to it */
  }
  tcp_output(peer->pcb);
  return end(peer);
}

/* --- ECHO ---------------------------------------------------------------------------------------- */

/* Sends as much of it back as there is room for, and says how much that was. */
static u32_t send_back(struct peer *peer, const u8_t *octets, u32_t length) {
  u32_t count = LWIP_MIN(length, LWIP_MIN(tcp_sndbuf(peer->pcb), (u32_t)WRITE));
  if (count == 0 || tcp_write(peer->pcb, octets, (u16_t)count, TCP_WRITE_FLAG_COPY) != ERR_OK) {
    return 0;
  }
  tcp_recved(peer->pcb, (u16_t)count);
  return count;
}

/* Keeps what could not be sent back yet. The window is not opened again for it, so it has room. */
static bool keep(struct peer *peer, const u8_t *octets, u32_t length) {
  if (peer->ring == NULL && (peer->ring = malloc(TCP_WND)) == NULL) {
    return false;
  }
  while (length > 0) {
    u32_t place = peer->tail % TCP_WND;
    u32_t count = LWIP_MIN(length, TCP_WND - place);
    memcpy(peer->ring + place, octets, count);
    peer->tail += count;
    octets += count;
    length -= count;
  }
  return true;
}

static err_t echo_goes_on(struct peer *peer) {
  while (peer->head != peer->tail) {
    u32_t place = peer->head % TCP_WND;
    u32_t waiting = (u32_t)(peer->tail - peer->head);
    u32_t count = send_back(peer, peer->ring + place, LWIP_MIN(waiting, TCP_WND - place));
    if (count == 0) {
      break;
    }
    peer->head += count;
  }
  return peer->ended && peer->head == peer->tail ? end(peer) : ERR_OK;
}

static err_t echo_receives(struct peer *peer, struct pbuf *text) {
  for (struct pbuf *piece = text; piece != NULL; piece = piece->next) {
    const u8_t *octets = piece->payload;
    u32_t done = peer->head == peer->tail ? send_back(peer, octets, piece->len) : 0;
    if (done < piece->len && !keep(peer, octets + done, piece->len - done)) {
      tcp_abort(peer->pcb); /* and peer is forgotten by failed */
      return ERR_ABRT;
    }
  }
  return ERR_OK;
}

/* --- SOURCE -------------------------------------------------------------------------------------- */

static err_t source_goes_on(struct peer *peer) {
  if (peer->deadline == 0) {
    return ERR_OK;
  }
  if (now() >= peer->deadline) {
    return answer(peer);
  }
  u16_t mss = tcp_mss(peer->pcb);
  for (;;) {
    u32_t count = LWIP_MIN(tcp_sndbuf(peer->pcb), (u32_t)WRITE) / mss * mss;
    if (count == 0 || tcp_write(peer->pcb, zeros, (u16_t)count, 0) != ERR_OK) {
      break;
    }
    peer->octets += count;
  }
  tcp_output(peer->pcb);
  return ERR_OK;
}

static err_t source_receives(struct peer *peer, struct pbuf *text) {
  if (peer->deadline != 0) {
    return ERR_OK;
  }
  u16_t missing = (u16_t)(NUMBER - peer->octets);
  peer->octets += pbuf_copy_partial(text, peer->number + peer->octets, missing, 0);
  if (peer->octets < NUMBER) {
    return ERR_OK;
  }
  u64_t nanos = 0;
  for (int i = 0; i < NUMBER; i++) {
    nanos = nanos << 8 | peer->number[i];
  }
  peer->deadline = now() + nanos;
  peer->octets = 0;
  return source_goes_on(peer);
}

/* --- All of them --------------------------------------------------------------------------------- */

static err_t goes_on(struct peer *peer) {
  switch (peer->service) {
    case ECHO:
      return echo_goes_on(peer);
    case SOURCE:
      return source_goes_on(peer);
    default:
      return peer->ended ? answer(peer) : ERR_OK;
  }
}

static err_t ended(struct peer *peer) {
  peer->ended = true;
  return peer->service == SOURCE ? ERR_OK : goes_on(peer);
}

/* Takes text, which is freed by whoever calls. */
static err_t takes(struct peer *peer, struct pbuf *text) {
  if (peer->service == ECHO) {
    return echo_receives(peer, text);
  }
  tcp_recved(peer->pcb, text->tot_len);
  if (peer->service == SOURCE) {
    return source_receives(peer, text);
  }
  peer->octets += text->tot_len;
  return ERR_OK;
}

static err_t received(void *arg, struct tcp_pcb *pcb, struct pbuf *text, err_t error) {
  (void)pcb;
  (void)error;
  if (text == NULL) {
    return ended(arg);
  }
  err_t result = takes(arg, text);
  pbuf_free(text);
  return result;
}

static err_t sent(void *arg, struct tcp_pcb *pcb, u16_t length) {
  (void)pcb;
  (void)length;
  struct peer *peer = arg;
  return peer->service == SINK ? ERR_OK : goes_on(peer);
}

static err_t polled(void *arg, struct tcp_pcb *pcb) {
  (void)pcb;
  return goes_on(arg);
}

/* The connection is gone, and so is what lwIP knew of it. */
static void failed(void *arg, err_t error) {
  (void)error;
  forget(arg);
}

static err_t accepted(void *arg, struct tcp_pcb *pcb, err_t error) {
  if (error != ERR_OK || pcb == NULL) {
    return ERR_VAL;
  }
  struct peer *peer = calloc(1, sizeof *peer);
  if (peer == NULL) {
    return ERR_MEM;
  }
  peer->pcb = pcb;
  peer->service = (u16_t)(uintptr_t)arg;
  tcp_arg(pcb, peer);
  tcp_recv(pcb, received);
  tcp_sent(pcb, sent);
  tcp_poll(pcb, polled, RETRY);
  tcp_err(pcb, failed);
  tcp_nagle_disable(pcb);
  return ERR_OK;
}

static bool listen_on(u16_t port) {
  struct tcp_pcb *pcb = tcp_new_ip_type(IPADDR_TYPE_ANY);
  if (pcb == NULL || tcp_bind(pcb, IP_ANY_TYPE, port) != ERR_OK ||
      (pcb = tcp_listen_with_backlog(pcb, TCP_DEFAULT_LISTEN_BACKLOG)) == NULL) {
    return false;
  }
  tcp_arg(pcb, (void *)(uintptr_t)port);
  tcp_accept(pcb, accepted);
  return true;
}

bool services_listen(void) { return listen_on(ECHO) && listen_on(SINK) && listen_on(SOURCE); }
