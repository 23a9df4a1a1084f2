/*
 * lwIP's options for a server on a TUN device of a PC: its defaults are for a microcontroller.
 * One thread and the raw API; no layer below IP; memory and windows that are never the limit.
 */
#ifndef PEER_LWIPOPTS_H
#define PEER_LWIPOPTS_H

/* One thread, the raw API, IP on both families and TCP. */
#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_SOCKET 0
#define LWIP_NETCONN 0
#define LWIP_ARP 0
#define LWIP_IPV4 1
#define LWIP_IPV6 1
#define LWIP_UDP 0
#define LWIP_RAW 0
#define LWIP_DNS 0
#define LWIP_DHCP 0
#define LWIP_SINGLE_NETIF 1
#define LWIP_STATS 0
#define LWIP_IPV6_MLD 0
#define LWIP_IPV6_AUTOCONFIG 0
#define LWIP_IPV6_SEND_ROUTER_SOLICIT 0
#define LWIP_IPV6_DUP_DETECT_ATTEMPTS 0

/* The C library's heap is quicker than lwIP's; the pools are lwIP's, a free list each. */
#define MEM_LIBC_MALLOC 1
#define MEM_ALIGNMENT 8
#define MEMP_NUM_TCP_PCB 4096
#define MEMP_NUM_TCP_SEG 32768
#define MEMP_NUM_PBUF 32768
#define PBUF_POOL_SIZE 8192
#define PBUF_POOL_BUFSIZE 1600

/* A device's queue holds 500 packets: a window beyond them would be lost there. */
#define TCP_MSS 1460
#define LWIP_WND_SCALE 1
#define TCP_RCV_SCALE 5
#define TCP_WND (480 * TCP_MSS)
#define TCP_SND_BUF (480 * TCP_MSS)
#define TCP_SNDLOWAT (32 * TCP_MSS)
#define TCP_SND_QUEUELEN (4 * (TCP_SND_BUF / TCP_MSS))
#define TCP_LISTEN_BACKLOG 1
#define TCP_DEFAULT_LISTEN_BACKLOG 255
#define LWIP_TCP_SACK_OUT 1

/* A checksum of the compiler's vectors; and one that the device fills in, where it offers that. */
#define LWIP_CHKSUM peer_checksum
#define LWIP_CHECKSUM_CTRL_PER_NETIF 1

#endif
