// The peer: a UDP echo as one writes it in Go. Argument: the port.
package main

import (
	"net"
	"os"
)

func main() {
	server, err := net.ListenPacket("udp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		panic(err)
	}
	buffer := make([]byte, 65536)
	for {
		bytes, sender, err := server.ReadFrom(buffer)
		if err != nil {
			panic(err)
		}
		server.WriteTo(buffer[:bytes], sender)
	}
}
