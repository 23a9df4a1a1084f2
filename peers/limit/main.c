/*
 * The least that the kernel takes for TCP, behind a TUN device, with the benchmark's services. It is
 * no stack: it shows what the device and the client allow at most.
 *
 *   limit-peer DEVICE IPV4 IPV6 [offload]
 *
 * Says "bench: ready", or what is wrong, and ends with its standard input. IPv6 it does not speak.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "services.h"
#include "tun.h"

enum { BATCH = 64, TICK = 200000 /* microseconds */ };

static void fail(const char *what, const char *why) {
  printf("bench: %s%s\n", what, why);
  exit(1);
}

/* Ends if standard input has ended. */
static void look_at_input(int signal) {
  (void)signal;
  char octet;
  struct pollfd input = {.fd = 0, .events = POLLIN};
  while (poll(&input, 1, 0) > 0) {
    if (read(0, &octet, 1) <= 0) {
      _exit(0);
    }
  }
}

static void tick(int signal) { (void)signal; /* the read that it interrupts is what matters */ }

/* Signals tell of all but packets, so that a wait for the next one is the read itself. */
static void listen_for_signals(void) {
  struct sigaction input = {.sa_handler = look_at_input, .sa_flags = SA_RESTART};
  struct sigaction alarm = {.sa_handler = tick};
  sigaction(SIGIO, &input, NULL);
  sigaction(SIGALRM, &alarm, NULL);
  fcntl(0, F_SETOWN, getpid());
  fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_ASYNC);
  look_at_input(SIGIO);
  struct itimerval interval = {{0, TICK}, {0, TICK}};
  setitimer(ITIMER_REAL, &interval, NULL);
}

static void serve(void) {
  static uint8_t buffer[ROOM + LARGEST] __attribute__((aligned(64)));
  for (int taken = 0;; taken++) {
    ssize_t count = tun_read(buffer + ROOM, !services_busy());
    if (count >= 0) {
      services_take(buffer + ROOM, (size_t)count);
    } else if (errno == EINTR) {
      services_tick();
    } else if (errno != EAGAIN) {
      fail("cannot read from the device: ", strerror(errno));
    }
    if (count < 0 || taken >= BATCH) {
      services_go_on();
      taken = 0;
    }
  }
}

int main(int count, char **words) {
  bool offload = count == 5 && strcmp(words[4], "offload") == 0;
  if (count != 4 && !offload) {
    fail("limit-peer takes DEVICE IPV4 IPV6 [offload]", "");
  }
  if (!tun_open(words[1], offload)) {
    fail("cannot open the device: ", strerror(errno));
  }
  listen_for_signals();
  printf("bench: ready\n");
  fflush(stdout);
  serve();
}
