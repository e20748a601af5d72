// The peer: a chat as one writes it in Go, a goroutine to read and one to write for each client, and a bounded channel between. A
// client whose channel is full is dropped. Argument: the port.
package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
)

const (
	channelLines = 256
	historyLines = 50
)

type client struct {
	conn net.Conn
	name string
	room *room
	out  chan string
}

type room struct {
	mutex   sync.Mutex
	members map[*client]bool
	history []string
}

var (
	mutex  sync.Mutex
	rooms  = map[string]*room{}
	guests int
)

func roomOf(name string) *room {
	mutex.Lock()
	defer mutex.Unlock()
	if rooms[name] == nil {
		rooms[name] = &room{members: map[*client]bool{}}
	}
	return rooms[name]
}

func guestName() string {
	mutex.Lock()
	defer mutex.Unlock()
	guests++
	return fmt.Sprintf("guest%d", guests)
}

func (c *client) send(line string) {
	select {
	case c.out <- line:
	default:
		c.conn.Close()
	}
}

func (r *room) say(line string, isKept bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for member := range r.members {
		member.send(line)
	}
	if !isKept {
		return
	}
	if len(r.history) == historyLines {
		r.history = r.history[1:]
	}
	r.history = append(r.history, line)
}

func (c *client) join(name string) {
	c.leave()
	r := roomOf(name)
	r.say("-- "+c.name+" has come to "+name+"\r\n", false)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, line := range r.history {
		c.send(line)
	}
	r.members[c] = true
	c.room = r
}

func (c *client) leave() {
	if c.room == nil {
		return
	}
	c.room.mutex.Lock()
	delete(c.room.members, c)
	c.room.mutex.Unlock()
	c.room.say("-- "+c.name+" has left\r\n", false)
	c.room = nil
}

func (c *client) write() {
	writer := bufio.NewWriter(c.conn)
	for line := range c.out {
		writer.WriteString(line)
		if len(c.out) > 0 {
			continue
		}
		if writer.Flush() != nil {
			c.conn.Close()
		}
	}
	c.conn.Close()
}

func (c *client) read() {
	c.send("-- Welcome, " + c.name + "!\r\n")
	lines := bufio.NewScanner(c.conn)
	for lines.Scan() {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		switch {
		case word == "/nick":
			c.name = rest
		case word == "/join":
			c.join(rest)
		case strings.HasPrefix(word, "/"):
			c.send("!! There is no command " + word + "\r\n")
		case c.room != nil:
			c.room.say(c.name+": "+lines.Text()+"\r\n", true)
		}
	}
	c.leave()
	close(c.out)
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		panic(err)
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			panic(err)
		}
		c := &client{conn: conn, name: guestName(), out: make(chan string, channelLines)}
		go c.write()
		go c.read()
	}
}
