package main

import (
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
	"gvisor.dev/gvisor/pkg/buffer"
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	"gvisor.dev/gvisor/pkg/tcpip/link/channel"
	"gvisor.dev/gvisor/pkg/tcpip/stack"
)

const (
	largestPacket = 65535

	// What is shorter is copied, so that it does not hold a buffer of 64 KB.
	short = 4 << 10
)

// virtioHeader is struct virtio_net_hdr.
type virtioHeader struct {
	flags, gsoType                                       uint8
	headerLength, gsoSize, checksumStart, checksumOffset uint16
}

const (
	virtioHeaderSize = int(unsafe.Sizeof(virtioHeader{}))
	needsChecksum    = 1
	segmentsV4       = 1
	segmentsV6       = 4
)

// offloadTun is a TUN device that fills in TCP's checksums, cuts what is longer than a segment, and
// gives up to 64 KB at once. The stack can use all of it; gVisor's own link layers only where the
// device is a socket. What a link layer has to have besides is the channel's, which stays empty.
type offloadTun struct {
	*channel.Endpoint
	fd int
}

var _ stack.LinkEndpoint = (*offloadTun)(nil)
var _ stack.GSOEndpoint = (*offloadTun)(nil)

func openOffload(name string) (stack.LinkEndpoint, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	request, err := unix.NewIfreq(name)
	if err != nil {
		return nil, err
	}
	request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI | unix.IFF_VNET_HDR)
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, request); err != nil {
		return nil, err
	}
	if err := unix.IoctlSetPointerInt(fd, unix.TUNSETVNETHDRSZ, virtioHeaderSize); err != nil {
		return nil, err
	}
	features := unix.TUN_F_CSUM | unix.TUN_F_TSO4 | unix.TUN_F_TSO6
	if err := unix.IoctlSetInt(fd, unix.TUNSETOFFLOAD, features); err != nil {
		return nil, err
	}
	tun := &offloadTun{Endpoint: channel.New(0, mtu, ""), fd: fd}
	tun.LinkEPCapabilities = stack.CapabilityRXChecksumOffload
	tun.SupportedGSOKind = stack.HostGSOSupported
	return tun, nil
}

// GSOMaxSize implements stack.GSOEndpoint.
func (*offloadTun) GSOMaxSize() uint32 { return largestPacket }

// Attach implements stack.LinkEndpoint: from now on packets come in.
func (tun *offloadTun) Attach(dispatcher stack.NetworkDispatcher) {
	tun.Endpoint.Attach(dispatcher)
	if dispatcher != nil {
		go tun.receive()
	}
}

// WritePackets implements stack.LinkWriter.
func (tun *offloadTun) WritePackets(packets stack.PacketBufferList) (int, tcpip.Error) {
	for i, packet := range packets.AsSlice() {
		if err := tun.write(packet); err != nil {
			return i, err
		}
	}
	return packets.Len(), nil
}

func (tun *offloadTun) write(packet *stack.PacketBuffer) tcpip.Error {
	prefix := virtioHeader{}
	if gso := packet.GSOOptions; gso.Type != stack.GSONone {
		prefix.headerLength = uint16(packet.HeaderSize())
		if gso.NeedsCsum {
			prefix.flags = needsChecksum
			prefix.checksumStart = gso.L3HdrLen
			prefix.checksumOffset = gso.CsumOffset
		}
		if packet.Data().Size() > int(gso.MSS) {
			prefix.gsoSize = gso.MSS
			prefix.gsoType = segmentsV4
			if gso.Type == stack.GSOTCPv6 {
				prefix.gsoType = segmentsV6
			}
		}
	}
	octets := (*[virtioHeaderSize]byte)(unsafe.Pointer(&prefix))[:]
	pieces := append([][]byte{octets}, packet.AsSlices()...)
	if _, err := unix.Writev(tun.fd, pieces); err != nil {
		return &tcpip.ErrNoBufferSpace{}
	}
	return nil
}

// receive reads packets and gives each to the stack, until the device is gone.
func (tun *offloadTun) receive() {
	prefix := make([]byte, virtioHeaderSize)
	view := buffer.NewViewSize(largestPacket)
	for {
		count, err := unix.Readv(tun.fd, [][]byte{prefix, view.AsSlice()})
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			fmt.Printf("bench: cannot read from the device: %v\n", err)
			os.Exit(1)
		}
		count -= virtioHeaderSize
		packet := view
		if count < short {
			packet = buffer.NewViewWithData(view.AsSlice()[:count])
		} else {
			packet.CapLength(count)
			view = buffer.NewViewSize(largestPacket)
		}
		tun.deliver(packet)
	}
}

func (tun *offloadTun) deliver(view *buffer.View) {
	protocol := header.IPv4ProtocolNumber
	if header.IPVersion(view.AsSlice()) == header.IPv6Version {
		protocol = header.IPv6ProtocolNumber
	}
	options := stack.PacketBufferOptions{Payload: buffer.MakeWithView(view)}
	packet := stack.NewPacketBuffer(options)
	tun.InjectInbound(protocol, packet)
	packet.DecRef()
}
