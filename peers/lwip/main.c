/*
 * lwIP behind a TUN device, with the benchmark's services:
 *
 *   lwip-peer DEVICE IPV4 IPV6 [offload]
 *
 * Says "bench: ready", or what is wrong, and ends with its standard input.
 */
#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

#include "lwip/init.h"
#include "lwip/ip.h"
#include "lwip/timeouts.h"
#include "services.h"
#include "tun.h"

enum { BATCH = 64 };

static struct netif netif;

u32_t sys_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &time); /* its timers tick every 250 ms */
  return (u32_t)(time.tv_sec * 1000 + time.tv_nsec / 1000000);
}

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  printf("bench: ");
  vprintf(format, arguments);
  printf("\n");
  va_end(arguments);
  exit(1);
}

static void configure(int device, const char *v4, const char *v6) {
  ip4_addr_t address, mask;
  ip6_addr_t address6;
  if (!ip4addr_aton(v4, &address) || !ip6addr_aton(v6, &address6)) {
    fail("'%s' and '%s' are not an IPv4 and an IPv6 address", v4, v6);
  }
  IP4_ADDR(&mask, 255, 255, 255, 0);
  netif_add(&netif, &address, &mask, IP4_ADDR_ANY4, (void *)(intptr_t)device, tun_init, ip_input);
  netif_ip6_addr_set(&netif, 0, &address6);
  netif_ip6_addr_set_state(&netif, 0, IP6_ADDR_PREFERRED);
  netif_set_default(&netif);
  netif_set_up(&netif);
  netif_set_link_up(&netif);
}

/* Waits for a packet or a timer; false when standard input has ended. */
static bool wait(int device) {
  struct pollfd files[] = {{.fd = device, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
  u32_t sleep = sys_timeouts_sleeptime();
  poll(files, 2, sleep == SYS_TIMEOUTS_SLEEPTIME_INFINITE ? -1 : (int)sleep);
  return files[1].revents == 0;
}

static void serve(int device) {
  for (;;) {
    int count = tun_input(&netif, BATCH);
    if (count < 0) {
      fail("cannot read from the device: %s", strerror(errno));
    }
    sys_check_timeouts();
    if (count == 0 && !wait(device)) {
      return;
    }
  }
}

int main(int count, char **words) {
  bool offload = count == 5 && strcmp(words[4], "offload") == 0;
  if (count != 4 && !offload) {
    fail("lwip-peer takes DEVICE IPV4 IPV6 [offload]");
  }
  mallopt(M_TRIM_THRESHOLD, 256 << 20); /* a buffer of 64 KB that is freed stays ours */
  mallopt(M_TOP_PAD, 16 << 20);
  int device = tun_open(words[1], offload);
  if (device < 0) {
    fail("cannot open %s: %s", words[1], strerror(errno));
  }
  lwip_init();
  configure(device, words[2], words[3]);
  if (!services_listen()) {
    fail("lwIP has no memory to listen");
  }
  printf("bench: ready\n");
  fflush(stdout);
  serve(device);
  return 0;
}
