//! Says a byte to an echo server and waits for it, again and again; then reads as often where nothing comes. Tells by how many pages its
//! memory has grown since it knew all that there is to do.
use std::env::args;
use std::io::{ErrorKind, Read, Result, Write};
use std::net::TcpStream;

/// What a guest asks for that takes as much as comes.
const MUCH: usize = 65536;

fn pages() -> usize {
    core::arch::wasm32::memory_size(0)
}

fn read_nothing(stream: &mut TcpStream, buffer: &mut [u8]) {
    let nothing = stream.read(buffer).expect_err("nothing comes");
    assert_eq!(nothing.kind(), ErrorKind::WouldBlock);
}

/// After each message it looks whether there is more: the host can't know that there is not.
fn talk(stream: &mut TcpStream, buffer: &mut [u8], messages: u64) -> Result<()> {
    for _ in 0..messages {
        stream.set_nonblocking(false)?;
        stream.write_all(b"x")?;
        assert_eq!(stream.read(&mut buffer[..1])?, 1);
        stream.set_nonblocking(true)?;
        read_nothing(stream, buffer);
    }
    Ok(())
}

fn main() -> Result<()> {
    let words: Vec<String> = args().collect();
    let number = |i: usize| words[i].parse::<u64>().expect("a number");
    let (messages, empty_reads) = (number(2), number(3));
    let mut stream = TcpStream::connect(&words[1])?;
    let mut buffer = vec![0; MUCH];
    talk(&mut stream, &mut buffer, 10)?;
    let before = pages();
    talk(&mut stream, &mut buffer, messages)?;
    for _ in 0..empty_reads {
        read_nothing(&mut stream, &mut buffer);
    }
    println!("{} pages", pages() - before);
    Ok(())
}
