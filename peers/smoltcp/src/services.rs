//! The benchmark's services: ECHO, SINK and SOURCE, as io.fourwave.examples.bench.Service has them.

use std::time::{Duration, Instant};

use smoltcp::iface::{SocketHandle, SocketSet};
use smoltcp::socket::tcp::{Socket, SocketBuffer, State};

/// A listening socket becomes the connection, so there have to be as many as clients may come at
/// once. A listening one is passed over quickly.
const LISTENING: usize = 40;

/// Octets of a number on the wire, the most significant first.
const NUMBER: usize = 8;

const SCRATCH: usize = 256 << 10;

/// A device's queue holds 500 packets: a window beyond them would be lost there.
const WINDOW: usize = 480 * 1460;

#[derive(Clone, Copy, PartialEq)]
enum Service {
    Echo,
    Sink,
    Source,
}

const ALL: [Service; 3] = [Service::Echo, Service::Sink, Service::Source];

impl Service {
    fn port(self) -> u16 {
        match self {
            Service::Echo => 7,
            Service::Sink => 9,
            Service::Source => 19,
        }
    }

    /// A socket with buffers for what the service does. Their pages come when they are used.
    fn listener(self) -> Socket<'static> {
        let (receive, send) = match self {
            Service::Echo => (64 << 10, 64 << 10),
            Service::Sink => (WINDOW, 4 << 10),
            Service::Source => (4 << 10, WINDOW),
        };
        let mut socket = Socket::new(
            SocketBuffer::new(vec![0; receive]),
            SocketBuffer::new(vec![0; send]),
        );
        socket.set_nagle_enabled(false);
        self.listen(&mut socket);
        socket
    }

    fn listen(self, socket: &mut Socket) {
        socket.listen(self.port()).expect("it is closed, and the port is not 0");
    }
}

struct Peer {
    service: Service,
    handle: SocketHandle,
    /// Received or sent, as the service counts.
    octets: u64,
    /// A source's.
    deadline: Option<Instant>,
}

/// All sockets and what they are at.
pub struct Services {
    peers: Vec<Peer>,
    scratch: Vec<u8>,
}

impl Services {
    pub fn new(sockets: &mut SocketSet<'static>) -> Self {
        let mut services = Services {
            peers: vec![],
            scratch: vec![0; SCRATCH],
        };
        services.run(sockets);
        services
    }

    /// Gives every connection its turn, and sees that enough listen.
    pub fn run(&mut self, sockets: &mut SocketSet<'static>) {
        let mut listening = [0; ALL.len()];
        let scratch = &mut self.scratch;
        self.peers.retain_mut(|peer| {
            let count = &mut listening[peer.service as usize];
            let socket = sockets.get_mut::<Socket>(peer.handle);
            match socket.state() {
                State::Listen => *count += 1,
                State::Closed if *count >= LISTENING => {
                    sockets.remove(peer.handle);
                    return false;
                }
                State::Closed => {
                    *count += 1;
                    peer.begin_again(socket);
                }
                _ => peer.run(socket, scratch),
            }
            true
        });
        for service in ALL {
            for _ in listening[service as usize]..LISTENING {
                self.peers.push(Peer {
                    service,
                    handle: sockets.add(service.listener()),
                    octets: 0,
                    deadline: None,
                });
            }
        }
    }
}

impl Peer {
    fn begin_again(&mut self, socket: &mut Socket) {
        self.service.listen(socket);
        self.octets = 0;
        self.deadline = None;
    }

    fn run(&mut self, socket: &mut Socket, scratch: &mut [u8]) {
        match self.service {
            Service::Echo => echo(socket, scratch),
            Service::Sink => self.sink(socket),
            Service::Source => self.source(socket, scratch),
        }
    }

    fn sink(&mut self, socket: &mut Socket) {
        while socket.can_recv() {
            let received = socket.recv(|octets| (octets.len(), octets.len()));
            self.octets += received.expect("there is something to receive") as u64;
        }
        if socket.state() == State::CloseWait {
            self.answer(socket);
        }
    }

    fn source(&mut self, socket: &mut Socket, scratch: &mut [u8]) {
        match self.deadline {
            None if socket.recv_queue() >= NUMBER => {
                let mut number = [0; NUMBER];
                socket.recv_slice(&mut number).expect("there are eight octets");
                let time = Duration::from_nanos(u64::from_be_bytes(number));
                self.deadline = Some(Instant::now() + time);
                self.send(socket, scratch);
            }
            None => {}
            Some(deadline) if Instant::now() >= deadline => self.answer(socket),
            Some(_) => self.send(socket, scratch),
        }
    }

    fn send(&mut self, socket: &mut Socket, zeros: &mut [u8]) {
        while socket.can_send() {
            let sent = socket.send_slice(zeros).expect("it can send");
            self.octets += sent as u64;
        }
    }

    /// Sends how many octets it were, and closes.
    fn answer(&mut self, socket: &mut Socket) {
        if socket.may_send() && socket.send_capacity() - socket.send_queue() >= NUMBER {
            let number = self.octets.to_be_bytes();
            socket.send_slice(&number).expect("there is room");
            socket.close();
        }
    }
}

fn echo(socket: &mut Socket, scratch: &mut [u8]) {
    while socket.can_recv() && socket.can_send() {
        let room = socket.send_capacity() - socket.send_queue();
        let some = &mut scratch[..room.min(SCRATCH)];
        let count = socket.recv_slice(some).expect("there is something to receive");
        socket.send_slice(&some[..count]).expect("there is room");
    }
    if socket.state() == State::CloseWait && !socket.can_recv() {
        socket.close();
    }
}
