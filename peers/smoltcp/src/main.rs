//! smoltcp behind a TUN device, with the benchmark's services:
//!
//! ```text
//! smoltcp-peer DEVICE IPV4 IPV6 [offload]
//! ```
//!
//! Says "bench: ready", or what is wrong, and ends with its standard input.

mod offload;
mod services;

use std::net::{Ipv4Addr, Ipv6Addr};
use std::os::fd::{AsRawFd, RawFd};
use std::process::exit;

use offload::OffloadTun;
use services::Services;
use smoltcp::iface::{Config, Interface, PollIngressSingleResult, PollResult, SocketSet};
use smoltcp::phy::{Device, Medium, TunTapInterface};
use smoltcp::time::{Duration, Instant};
use smoltcp::wire::{HardwareAddress, IpCidr};

/// Packets to take from the device before the services have their turn.
const BATCH: usize = 64;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Err(why) = run(&words) {
        println!("bench: {why}");
        exit(1);
    }
}

fn run(words: &[String]) -> Result<(), String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [name, v4, v6] => serve(
            TunTapInterface::new(name, Medium::Ip).map_err(|why| cannot_open(name, why))?,
            addresses(v4, v6)?,
        ),
        [name, v4, v6, "offload"] => serve(
            OffloadTun::open(name).map_err(|why| cannot_open(name, why))?,
            addresses(v4, v6)?,
        ),
        _ => Err("smoltcp-peer takes DEVICE IPV4 IPV6 [offload]".into()),
    }
}

fn cannot_open(name: &str, why: std::io::Error) -> String {
    format!("cannot open {name}: {why}")
}

fn addresses(v4: &str, v6: &str) -> Result<[IpCidr; 2], String> {
    let wrong = |_| format!("'{v4}' and '{v6}' are not an IPv4 and an IPv6 address");
    let v4: Ipv4Addr = v4.parse().map_err(wrong)?;
    let v6: Ipv6Addr = v6.parse().map_err(wrong)?;
    Ok([IpCidr::new(v4.into(), 24), IpCidr::new(v6.into(), 64)])
}

fn serve(mut device: impl Device + AsRawFd, addresses: [IpCidr; 2]) -> Result<(), String> {
    let mut config = Config::new(HardwareAddress::Ip);
    config.random_seed = Instant::now().total_micros() as u64;
    let mut interface = Interface::new(config, &mut device, Instant::now());
    interface.update_ip_addrs(|all| all.extend(addresses));
    let mut sockets = SocketSet::new(vec![]);
    let mut services = Services::new(&mut sockets);
    println!("bench: ready");
    loop {
        let now = Instant::now();
        let arrived = receive(&mut interface, &mut device, &mut sockets, now);
        services.run(&mut sockets);
        while interface.poll_egress(now, &mut device, &mut sockets) != PollResult::None {}
        if !arrived {
            let delay = interface.poll_delay(Instant::now(), &sockets);
            if !wait(device.as_raw_fd(), delay) {
                return Ok(());
            }
        }
    }
}

/// Takes some packets, and says whether there were any.
fn receive(
    interface: &mut Interface,
    device: &mut impl Device,
    sockets: &mut SocketSet,
    now: Instant,
) -> bool {
    interface.poll_maintenance(now);
    for count in 0..BATCH {
        if interface.poll_ingress_single(now, device, sockets) == PollIngressSingleResult::None {
            return count > 0;
        }
    }
    true
}

/// Waits for a packet, or as long as that; false when standard input has ended.
fn wait(device: RawFd, delay: Option<Duration>) -> bool {
    let mut files = [device, 0].map(|fd| libc::pollfd {
        fd,
        events: libc::POLLIN,
        revents: 0,
    });
    let time = delay.map(|delay| libc::timespec {
        tv_sec: delay.secs() as libc::time_t,
        tv_nsec: (delay.total_micros() % 1_000_000 * 1_000) as libc::c_long,
    });
    let time = time.as_ref().map_or(std::ptr::null(), |time| time as *const _);
    // Safe: the array and the time outlive the call, and two is the array's length.
    unsafe { libc::ppoll(files.as_mut_ptr(), 2, time, std::ptr::null()) };
    files[1].revents == 0
}
