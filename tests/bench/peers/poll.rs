//! The peer: an echo as C has it on WASI 0.2, with the `poll` of wasi-libc, which looks at all connections each time. Argument: the port.
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::AsRawFd;

#[repr(C)]
struct PollFd {
    fd: i32,
    events: i16,
    revents: i16,
}

// wasi-libc's poll.h
const POLLIN: i16 = 1;
const POLLOUT: i16 = 2;

unsafe extern "C" {
    fn poll(fds: *mut PollFd, count: usize, timeout_ms: i32) -> i32;
}

struct Client {
    stream: TcpStream,
    kept: Vec<u8>,
}

/// Sends what is kept; returns whether the client is still there.
fn flush(client: &mut Client) -> bool {
    while !client.kept.is_empty() {
        match client.stream.write(&client.kept) {
            Ok(sent) => drop(client.kept.drain(..sent)),
            Err(error) => return error.kind() == ErrorKind::WouldBlock,
        }
    }
    true
}

fn serve(client: &mut Client, buffer: &mut [u8]) -> bool {
    if !client.kept.is_empty() {
        return flush(client);
    }
    match client.stream.read(buffer) {
        Ok(0) => false,
        Ok(bytes) => {
            let sent = match client.stream.write(&buffer[..bytes]) {
                Ok(sent) => sent,
                Err(error) if error.kind() == ErrorKind::WouldBlock => 0,
                Err(_) => return false,
            };
            client.kept.extend_from_slice(&buffer[sent..bytes]);
            flush(client)
        }
        Err(error) => error.kind() == ErrorKind::WouldBlock,
    }
}

fn main() {
    let port = std::env::args().nth(1).expect("the port is missing");
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).unwrap();
    listener.set_nonblocking(true).unwrap();
    let mut clients: Vec<Client> = Vec::new();
    let mut fds = vec![PollFd { fd: listener.as_raw_fd(), events: POLLIN, revents: 0 }];
    let mut buffer = vec![0; 65536];
    loop {
        unsafe { poll(fds.as_mut_ptr(), fds.len(), -1) };
        for i in (0..clients.len()).rev() {
            let client = &mut clients[i];
            if fds[i + 1].revents == 0 {
                continue;
            }
            if serve(client, &mut buffer) {
                fds[i + 1].events = if client.kept.is_empty() { POLLIN } else { POLLOUT };
            } else {
                clients.swap_remove(i);
                fds.swap_remove(i + 1);
            }
        }
        if fds[0].revents == 0 {
            continue;
        }
        while let Ok((stream, _)) = listener.accept() {
            stream.set_nonblocking(true).unwrap();
            fds.push(PollFd { fd: stream.as_raw_fd(), events: POLLIN, revents: 0 });
            clients.push(Client { stream, kept: Vec::new() });
        }
    }
}
