/* The peer: a UDP echo as one writes it in C: a datagram is awaited and sent back. Argument: the port. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>

#define BUFFER_BYTES 65536

static char buffer[BUFFER_BYTES];

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  int server = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1]))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(server, (struct sockaddr *)&address, sizeof address) != 0) return 1;
  for (;;) {
    struct sockaddr_in sender;
    socklen_t size = sizeof sender;
    ssize_t bytes = recvfrom(server, buffer, BUFFER_BYTES, 0, (struct sockaddr *)&sender, &size);
    if (bytes >= 0) sendto(server, buffer, (size_t)bytes, 0, (struct sockaddr *)&sender, size);
  }
}
