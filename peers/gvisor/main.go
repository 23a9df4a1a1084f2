// gVisor's netstack behind a TUN device, with the benchmark's services:
//
//	gvisor-peer DEVICE IPV4 IPV6 [offload]
//
// Says "bench: ready", or what is wrong, and ends with its standard input.
package main

import (
	"fmt"
	"io"
	"net/netip"
	"os"
	"runtime/debug"

	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	"gvisor.dev/gvisor/pkg/tcpip/link/fdbased"
	"gvisor.dev/gvisor/pkg/tcpip/link/tun"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv6"
	"gvisor.dev/gvisor/pkg/tcpip/stack"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
)

const (
	nic = 1
	mtu = 1500

	// A window beyond the 500 packets that a device's queue holds would be lost there. With offload
	// they are longer.
	window        = 480 * 1460
	offloadWindow = 4 << 20
	least         = 4 << 10

	// The heap may become this many times as large as what is live, in percent, before it is cleared.
	garbage = 800
)

func main() {
	debug.SetGCPercent(garbage)
	if err := run(os.Args[1:]); err != nil {
		fmt.Printf("bench: %v\n", err)
		os.Exit(1)
	}
}

func run(words []string) error {
	offload := len(words) == 4 && words[3] == "offload"
	if len(words) != 3 && !offload {
		return fmt.Errorf("gvisor-peer takes DEVICE IPV4 IPV6 [offload]")
	}
	addresses := make([]tcpip.Address, 2)
	for i, word := range words[1:3] {
		address, err := netip.ParseAddr(word)
		if err != nil {
			return fmt.Errorf("'%s' is not an address", word)
		}
		addresses[i] = tcpip.AddrFromSlice(address.AsSlice())
	}
	device, err := open(words[0], offload)
	if err != nil {
		return fmt.Errorf("cannot open %s: %w", words[0], err)
	}
	buffers := window
	if offload {
		buffers = offloadWindow
	}
	netstack, err := start(device, addresses, buffers)
	if err != nil {
		return err
	}
	for _, address := range addresses {
		if err := serve(netstack, address); err != nil {
			return err
		}
	}
	fmt.Println("bench: ready")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

func open(name string, offload bool) (stack.LinkEndpoint, error) {
	if offload {
		return openOffload(name)
	}
	fd, err := tun.Open(name)
	if err != nil {
		return nil, err
	}
	return fdbased.New(&fdbased.Options{FDs: []int{fd}, MTU: mtu})
}

func start(device stack.LinkEndpoint, addresses []tcpip.Address, buffers int) (*stack.Stack, error) {
	netstack := stack.New(stack.Options{
		NetworkProtocols: []stack.NetworkProtocolFactory{
			ipv4.NewProtocol, ipv6.NewProtocol,
		},
		TransportProtocols: []stack.TransportProtocolFactory{tcp.NewProtocol},
	})
	if err := tune(netstack, buffers); err != nil {
		return nil, fmt.Errorf("cannot set an option of TCP: %v", err)
	}
	if err := netstack.CreateNIC(nic, device); err != nil {
		return nil, fmt.Errorf("cannot attach the device: %v", err)
	}
	protocols := []tcpip.NetworkProtocolNumber{ipv4.ProtocolNumber, ipv6.ProtocolNumber}
	for i, address := range addresses {
		own := tcpip.ProtocolAddress{
			Protocol:          protocols[i],
			AddressWithPrefix: address.WithPrefix(),
		}
		err := netstack.AddProtocolAddress(nic, own, stack.AddressProperties{})
		if err != nil {
			return nil, fmt.Errorf("cannot take the address %v: %v", address, err)
		}
	}
	netstack.SetRouteTable([]tcpip.Route{
		{Destination: header.IPv4EmptySubnet, NIC: nic},
		{Destination: header.IPv6EmptySubnet, NIC: nic},
	})
	return netstack, nil
}

// tune chooses what makes it fast on a short path.
func tune(netstack *stack.Stack, buffers int) tcpip.Error {
	sack := tcpip.TCPSACKEnabled(true)
	receive := tcpip.TCPReceiveBufferSizeRangeOption{Min: least, Default: buffers, Max: 4 * buffers}
	send := tcpip.TCPSendBufferSizeRangeOption{Min: least, Default: buffers, Max: 4 * buffers}
	options := []tcpip.SettableTransportProtocolOption{&sack, &receive, &send}
	for _, option := range options {
		if err := netstack.SetTransportProtocolOption(tcp.ProtocolNumber, option); err != nil {
			return err
		}
	}
	return nil
}
