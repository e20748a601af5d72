//! An echo server as one writes it with tokio; its address is its argument.
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

async fn serve(mut client: TcpStream) -> std::io::Result<()> {
    let mut buffer = vec![0; 16384];
    loop {
        let bytes = client.read(&mut buffer).await?;
        if bytes == 0 {
            return Ok(());
        }
        client.write_all(&buffer[..bytes]).await?;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).expect("an address");
    let listener = TcpListener::bind(address).await?;
    loop {
        let (client, _) = listener.accept().await?;
        client.set_nodelay(true).ok();
        tokio::spawn(serve(client));
    }
}
