#define _GNU_SOURCE
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

#include "segment.h"

static int device;
static bool offloads;
static size_t header; /* octets of the device's own, right before a packet */

bool tun_open(const char *name, bool offload) {
  offloads = offload;
  header = offload ? sizeof(struct virtio_net_hdr) : 0;
  device = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
  if (device < 0) {
    return false;
  }
  struct ifreq request;
  memset(&request, 0, sizeof request);
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  request.ifr_flags = IFF_TUN | IFF_NO_PI | (offload ? IFF_VNET_HDR : 0);
  int size = sizeof(struct virtio_net_hdr);
  unsigned features = offload ? TUN_F_CSUM | TUN_F_TSO4 : 0;
  return ioctl(device, TUNSETIFF, &request) == 0 &&
         (!offload || ioctl(device, TUNSETVNETHDRSZ, &size) == 0) &&
         ioctl(device, TUNSETOFFLOAD, features) == 0;
}

bool tun_offloads(void) { return offloads; }

ssize_t tun_read(uint8_t *packet, bool may_wait) {
  struct iovec place = {packet - header, header + LARGEST};
  ssize_t count = may_wait ? read(device, place.iov_base, place.iov_len)
                           : preadv2(device, &place, 1, -1, RWF_NOWAIT);
  return count < 0 ? count : count - (ssize_t)header;
}

bool tun_write(uint8_t *packet, size_t length, uint16_t mss) {
  if (offloads) {
    struct virtio_net_hdr about = {
        .flags = VIRTIO_NET_HDR_F_NEEDS_CSUM,
        .csum_start = sizeof(struct iphdr),
        .csum_offset = offsetof(struct tcphdr, check),
    };
    if (length > (size_t)HEADERS + mss) {
      about.gso_type = VIRTIO_NET_HDR_GSO_TCPV4;
      about.gso_size = mss;
      about.hdr_len = HEADERS;
    }
    memcpy(packet - header, &about, sizeof about);
  }
  return write(device, packet - header, header + length) >= 0;
}
