//! Ends as its argument says.
fn main() -> Result<(), String> {
    match std::env::args().nth(1).as_deref() {
        Some("panic") => panic!("no such word"),
        Some("thread") => std::thread::spawn(|| ()).join().map_err(|_| String::new()),
        Some("exit") => std::process::exit(7),
        Some("error") => Err("it did not work".to_string()),
        _ => Ok(()),
    }
}
