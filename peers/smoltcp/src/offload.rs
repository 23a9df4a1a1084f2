//! A TUN device that fills in TCP's checksums, cuts what is longer than a segment, and gives up to
//! 64 KB at once (IFF_VNET_HDR). smoltcp's own device has none of it, but its stack can use it: the
//! feature `segmentation-offload`, for IPv4 only.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::num::NonZeroUsize;
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::fs::OpenOptionsExt;

use smoltcp::phy::{Checksum, Device, DeviceCapabilities, Medium, PacketMeta};
use smoltcp::phy::{RxToken, TxToken};
use smoltcp::time::Instant;

const MTU: usize = 1500;
const LARGEST: usize = 65535;

/// `struct virtio_net_hdr`: flags, type, and four numbers of two octets.
const HEADER: usize = 10;
const NEEDS_CHECKSUM: u8 = 1;
const SEGMENTS_V4: u8 = 1;
const SEGMENTS_V6: u8 = 4;

const TCP: u8 = 6;
const TCP_CHECKSUM: usize = 16;

// <linux/if_tun.h>
const TUNSETIFF: libc::c_ulong = 0x4004_54ca;
const TUNSETOFFLOAD: libc::c_ulong = 0x4004_54d0;
const TUNSETVNETHDRSZ: libc::c_ulong = 0x4004_54d8;
const TUN_F_CSUM: libc::c_ulong = 1;
const TUN_F_TSO4: libc::c_ulong = 2;
const TUN_F_TSO6: libc::c_ulong = 4;

pub struct OffloadTun {
    file: File,
    received: Vec<u8>,
    sent: Vec<u8>,
}

impl OffloadTun {
    /// Opens a device, and makes it if there is none of that name.
    pub fn open(name: &str) -> io::Result<Self> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(libc::O_NONBLOCK)
            .open("/dev/net/tun")?;
        let fd = file.as_raw_fd();
        // Safe: a structure of numbers, of which zeros are values.
        let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
        let room = request.ifr_name.len() - 1;
        for (to, from) in request.ifr_name[..room].iter_mut().zip(name.bytes()) {
            *to = from as libc::c_char;
        }
        request.ifr_ifru.ifru_flags = (libc::IFF_TUN | libc::IFF_NO_PI | libc::IFF_VNET_HDR) as i16;
        let header = HEADER as libc::c_int;
        // Safe: the kernel reads what is pointed to, and it is what each call takes.
        unsafe {
            check(libc::ioctl(fd, TUNSETIFF, &request))?;
            check(libc::ioctl(fd, TUNSETVNETHDRSZ, &header))?;
            check(libc::ioctl(fd, TUNSETOFFLOAD, TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6))?;
        }
        Ok(OffloadTun {
            file,
            received: vec![0; HEADER + LARGEST],
            sent: vec![0; HEADER + LARGEST],
        })
    }
}

fn check(result: libc::c_int) -> io::Result<()> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

impl AsRawFd for OffloadTun {
    fn as_raw_fd(&self) -> RawFd {
        self.file.as_raw_fd()
    }
}

impl Device for OffloadTun {
    type RxToken<'a> = Received<'a>;
    type TxToken<'a> = Sent<'a>;

    fn receive(&mut self, _now: Instant) -> Option<(Received<'_>, Sent<'_>)> {
        match (&self.file).read(&mut self.received) {
            Ok(count) => Some((
                Received(&self.received[HEADER..count]),
                Sent::new(&self.file, &mut self.sent),
            )),
            Err(why) if why.kind() == ErrorKind::WouldBlock => None,
            Err(why) => panic!("cannot read from the device: {why}"),
        }
    }

    fn transmit(&mut self, _now: Instant) -> Option<Sent<'_>> {
        Some(Sent::new(&self.file, &mut self.sent))
    }

    fn capabilities(&self) -> DeviceCapabilities {
        let mut all = DeviceCapabilities::default();
        all.medium = Medium::Ip;
        all.max_transmission_unit = MTU;
        all.checksum.tcp = Checksum::None;
        all.segmentation.tcpv4 = NonZeroUsize::new(LARGEST);
        all
    }
}

pub struct Received<'a>(&'a [u8]);

impl RxToken for Received<'_> {
    fn consume<R, F: FnOnce(&[u8]) -> R>(self, take: F) -> R {
        take(self.0)
    }
}

pub struct Sent<'a> {
    file: &'a File,
    buffer: &'a mut [u8],
    meta: PacketMeta,
}

impl<'a> Sent<'a> {
    fn new(file: &'a File, buffer: &'a mut [u8]) -> Self {
        Sent {
            file,
            buffer,
            meta: PacketMeta::default(),
        }
    }
}

impl TxToken for Sent<'_> {
    fn consume<R, F: FnOnce(&mut [u8]) -> R>(mut self, length: usize, fill: F) -> R {
        let (header, packet) = self.buffer[..HEADER + length].split_at_mut(HEADER);
        let result = fill(packet);
        header.fill(0);
        leave_to_device(header, packet, self.meta);
        match self.file.write(&self.buffer[..HEADER + length]) {
            Ok(_) => {}
            Err(why) if why.kind() == ErrorKind::WouldBlock => {} // lost, as on any network
            Err(why) => panic!("cannot write to the device: {why}"),
        }
        result
    }

    fn set_meta(&mut self, meta: PacketMeta) {
        self.meta = meta;
    }
}

/// Says what the device has to do with a segment, and begins its checksum.
fn leave_to_device(header: &mut [u8], packet: &mut [u8], meta: PacketMeta) {
    let v4 = packet[0] >> 4 == 4;
    let (protocol, start, addresses) = if v4 {
        (packet[9], usize::from(packet[0] & 15) * 4, 12..20)
    } else {
        (packet[6], 40, 8..40)
    };
    if protocol != TCP {
        return;
    }
    let length = packet.len() - start;
    let sum = sum(&packet[addresses]) + u64::from(TCP) + length as u64;
    let field = start + TCP_CHECKSUM;
    packet[field..field + 2].copy_from_slice(&fold(sum).to_be_bytes());
    header[0] = NEEDS_CHECKSUM;
    put(header, 6, start);
    put(header, 8, TCP_CHECKSUM);
    if let Some(size) = meta.segmentation_offload_size {
        header[1] = if v4 { SEGMENTS_V4 } else { SEGMENTS_V6 };
        put(header, 2, start + usize::from(packet[start + 12] >> 4) * 4);
        put(header, 4, size.get().into());
    }
}

/// A number of the header, as the machine has it.
fn put(header: &mut [u8], at: usize, value: usize) {
    header[at..at + 2].copy_from_slice(&(value as u16).to_ne_bytes());
}

fn sum(octets: &[u8]) -> u64 {
    octets
        .chunks_exact(2)
        .map(|pair| u64::from(u16::from_be_bytes([pair[0], pair[1]])))
        .sum()
}

fn fold(mut sum: u64) -> u16 {
    while sum >> 16 != 0 {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    sum as u16
}
