// The peer: an echo as one writes it in Go, a goroutine for each connection. Argument: the port.
package main

import (
	"net"
	"os"
)

func serve(client net.Conn) {
	defer client.Close()
	buffer := make([]byte, 65536)
	for {
		bytes, err := client.Read(buffer)
		if err != nil {
			return
		}
		if _, err = client.Write(buffer[:bytes]); err != nil {
			return
		}
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		panic(err)
	}
	for {
		client, err := listener.Accept()
		if err != nil {
			panic(err)
		}
		go serve(client)
	}
}
