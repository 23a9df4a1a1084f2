#include "tun.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include "lwip/ip.h"
#include "lwip/pbuf.h"
#include "lwip/prot/ip6.h"
#include "lwip/prot/tcp.h"

enum { MTU = 1500, LARGEST = 65535, PIECES = 16 };

static bool offloads;

/* Where the next packet goes; kept if there was none. */
static struct pbuf *spare;

int tun_open(const char *name, bool offload) {
  offloads = offload;
  int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (device < 0) {
    return -1;
  }
  struct ifreq request;
  memset(&request, 0, sizeof request);
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  request.ifr_flags = IFF_TUN | IFF_NO_PI | (offload ? IFF_VNET_HDR : 0);
  int header = sizeof(struct virtio_net_hdr);
  unsigned features = offload ? TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 : 0;
  if (ioctl(device, TUNSETIFF, &request) < 0 ||
      (offload && ioctl(device, TUNSETVNETHDRSZ, &header) < 0) ||
      ioctl(device, TUNSETOFFLOAD, features) < 0) {
    int why = errno;
    close(device);
    errno = why;
    return -1;
  }
  return device;
}

static int descriptor(struct netif *netif) { return (int)(intptr_t)netif->state; }

/* The sum of the pseudo-header, in the order of memory; the device adds the rest. */
static u16_t pseudo_header_sum(const u8_t *packet, u16_t headers, u16_t length) {
  bool v4 = packet[0] >> 4 == 4;
  const u8_t *addresses = packet + (v4 ? 12 : 8);
  u32_t sum = peer_checksum(addresses, v4 ? 8 : 32);
  sum += lwip_htons(IP_PROTO_TCP) + lwip_htons(length - headers);
  sum = (sum & 0xffff) + (sum >> 16);
  return (u16_t)((sum & 0xffff) + (sum >> 16));
}

/* Lets the device fill in the checksum of a segment, of which lwIP has its headers in one piece. */
static void leave_checksum(struct pbuf *packet, struct virtio_net_hdr *header) {
  u8_t *octets = packet->payload;
  bool v4 = octets[0] >> 4 == 4;
  u8_t protocol = octets[v4 ? 9 : 6];
  if (protocol != IP_PROTO_TCP) {
    return;
  }
  u16_t start = v4 ? (octets[0] & 15) * 4 : IP6_HLEN;
  struct tcp_hdr *tcp = (struct tcp_hdr *)(octets + start);
  tcp->chksum = pseudo_header_sum(octets, start, packet->tot_len);
  header->flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
  header->csum_start = start;
  header->csum_offset = offsetof(struct tcp_hdr, chksum);
}

static err_t tun_output(struct netif *netif, struct pbuf *packet) {
  struct virtio_net_hdr header = {0};
  struct iovec pieces[PIECES];
  int count = 0;
  if (offloads) {
    leave_checksum(packet, &header);
    pieces[count++] = (struct iovec){&header, sizeof header};
  }
  for (struct pbuf *piece = packet; piece != NULL; piece = piece->next) {
    if (count == PIECES) {
      return ERR_BUF;
    }
    pieces[count++] = (struct iovec){piece->payload, piece->len};
  }
  return writev(descriptor(netif), pieces, count) < 0 ? ERR_IF : ERR_OK;
}

static err_t tun_output4(struct netif *netif, struct pbuf *packet, const ip4_addr_t *to) {
  (void)to;
  return tun_output(netif, packet);
}

static err_t tun_output6(struct netif *netif, struct pbuf *packet, const ip6_addr_t *to) {
  (void)to;
  return tun_output(netif, packet);
}

err_t tun_init(struct netif *netif) {
  netif->name[0] = 't';
  netif->name[1] = 'n';
  netif->mtu = MTU;
  netif->output = tun_output4;
  netif->output_ip6 = tun_output6;
  if (offloads) {
    u16_t all = NETIF_CHECKSUM_ENABLE_ALL;
    NETIF_SET_CHECKSUM_CTRL(netif, all & ~(NETIF_CHECKSUM_GEN_TCP | NETIF_CHECKSUM_CHECK_TCP));
  }
  return ERR_OK;
}

static struct pbuf *room(void) {
  if (spare == NULL) {
    spare = offloads ? pbuf_alloc(PBUF_RAW, LARGEST, PBUF_RAM)
                     : pbuf_alloc(PBUF_RAW, PBUF_POOL_BUFSIZE, PBUF_POOL);
  }
  return spare;
}

static ssize_t read_packet(int device, struct pbuf *into) {
  if (!offloads) {
    return read(device, into->payload, into->len);
  }
  struct virtio_net_hdr header;
  struct iovec pieces[] = {{&header, sizeof header}, {into->payload, into->len}};
  ssize_t count = readv(device, pieces, 2);
  return count < 0 ? count : count - (ssize_t)sizeof header;
}

int tun_input(struct netif *netif, int most) {
  int done = 0;
  while (done < most) {
    struct pbuf *packet = room();
    if (packet == NULL) {
      break; /* every buffer holds what the application has not taken yet */
    }
    ssize_t count = read_packet(descriptor(netif), packet);
    if (count < 0) {
      return errno == EAGAIN || errno == EINTR ? done : -1;
    }
    spare = NULL;
    pbuf_realloc(packet, (u16_t)count);
    if (netif->input(packet, netif) != ERR_OK) {
      pbuf_free(packet);
    }
    done++;
  }
  return done;
}
