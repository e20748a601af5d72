//! The peer: an echo as one writes it with tokio, in one thread. Argument: the port.
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

async fn serve(mut client: TcpStream) -> std::io::Result<()> {
    client.set_nodelay(true).ok(); // WASI has no such option: its sockets are so
    let mut buffer = vec![0; 65536];
    loop {
        let bytes = client.read(&mut buffer).await?;
        if bytes == 0 {
            return Ok(());
        }
        client.write_all(&buffer[..bytes]).await?;
    }
}

fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).expect("the port is missing");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await?;
        loop {
            tokio::spawn(serve(listener.accept().await?.0));
        }
    })
}
