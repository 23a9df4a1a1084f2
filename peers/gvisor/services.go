package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/adapters/gonet"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv6"
	"gvisor.dev/gvisor/pkg/tcpip/stack"
)

// Octets of the buffer that a connection's goroutine has.
const scratchSize = 256 << 10

// The services, as io.fourwave.examples.bench.Service has them.
var services = map[uint16]func(net.Conn, []byte) error{7: echo, 9: sink, 19: source}

var scratches = sync.Pool{New: func() any {
	scratch := make([]byte, scratchSize)
	return &scratch
}}

// serve listens at an address on the port of each service.
func serve(netstack *stack.Stack, address tcpip.Address) error {
	var protocol tcpip.NetworkProtocolNumber = ipv4.ProtocolNumber
	if address.Len() == 16 {
		protocol = ipv6.ProtocolNumber
	}
	for port, service := range services {
		at := tcpip.FullAddress{NIC: nic, Addr: address, Port: port}
		listener, err := gonet.ListenTCP(netstack, at, protocol)
		if err != nil {
			return fmt.Errorf("cannot listen on port %d: %w", port, err)
		}
		go accept(listener, service)
	}
	return nil
}

func accept(listener net.Listener, service func(net.Conn, []byte) error) {
	for {
		peer, err := listener.Accept()
		if err != nil {
			fmt.Printf("bench: cannot accept: %v\n", err)
			os.Exit(1)
		}
		go func() {
			defer peer.Close()
			scratch := scratches.Get().(*[]byte)
			defer scratches.Put(scratch)
			if err := service(peer, *scratch); err != nil {
				fmt.Fprintf(os.Stderr, "gvisor: %v\n", err) // the client misses its answer, and says so
			}
		}()
	}
}

// echo sends back what it receives.
func echo(peer net.Conn, scratch []byte) error {
	for {
		count, err := peer.Read(scratch)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := peer.Write(scratch[:count]); err != nil {
			return err
		}
	}
}

// sink receives until the peer closes its way, then says how many octets it were.
func sink(peer net.Conn, scratch []byte) error {
	octets := uint64(0)
	for {
		count, err := peer.Read(scratch)
		octets += uint64(count)
		if err == io.EOF {
			return binary.Write(peer, binary.BigEndian, octets)
		}
		if err != nil {
			return err
		}
	}
}

// source receives a number of nanoseconds and sends for so long, then says how many octets it were.
func source(peer net.Conn, scratch []byte) error {
	var nanos uint64
	if err := binary.Read(peer, binary.BigEndian, &nanos); err != nil {
		return err
	}
	octets := uint64(0)
	for begin := time.Now(); time.Since(begin) < time.Duration(nanos); {
		count, err := peer.Write(scratch)
		if err != nil {
			return err
		}
		octets += uint64(count)
	}
	return binary.Write(peer, binary.BigEndian, octets)
}
