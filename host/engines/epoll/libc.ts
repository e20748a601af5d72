/** The C library's functions that the epoll engine calls through koffi, with integer arguments only: koffi converts those fastest. */
import { createRequire } from 'node:module';

/** Flags and layouts of Linux; source: its uapi headers (asm-generic) and `man` pages. */
export const AF_UNSPEC = 0;
export const AF_INET = 2;
export const AF_INET6 = 10;
export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
export const SOCK_NONBLOCK = 0o4000;
export const SOCK_CLOEXEC = 0o2000000;
export const SOL_SOCKET = 1;
export const SO_REUSEADDR = 2;
export const SO_ERROR = 4;
export const SO_SNDBUF = 7;
export const SO_RCVBUF = 8;
export const SO_KEEPALIVE = 9;
export const SO_LINGER = 13;
export const SO_REUSEPORT = 15;
export const IPPROTO_IP = 0;
export const IP_TTL = 2;
export const IPPROTO_TCP = 6;
export const TCP_NODELAY = 1;
export const TCP_KEEPIDLE = 4;
export const TCP_KEEPINTVL = 5;
export const TCP_KEEPCNT = 6;
export const IPPROTO_IPV6 = 41;
export const IPV6_UNICAST_HOPS = 16;
export const IPV6_V6ONLY = 26;
export const MSG_DONTWAIT = 0x40;
export const MSG_NOSIGNAL = 0x4000;
/** O_WRONLY, O_NOCTTY, O_NONBLOCK and O_CLOEXEC. */
export const OPEN_WRITE_ONLY_NON_BLOCKING = 0o1 | 0o400 | 0o4000 | 0o2000000;
/** O_NONBLOCK and O_CLOEXEC. */
export const PIPE_NON_BLOCKING = 0o4000 | 0o2000000;
export const F_SETPIPE_SZ = 1031;
/** SPLICE_F_MOVE and SPLICE_F_NONBLOCK. */
export const SPLICE_NON_BLOCKING = 1 | 2;
export const EPOLL_CLOEXEC = 0o2000000;
export const EFD_CLOEXEC = 0o2000000;
export const EFD_NONBLOCK = 0o4000;
export const EPOLL_CTL_ADD = 1;
export const EPOLL_CTL_DEL = 2;
export const POLLIN = 0x1;
export const POLLOUT = 0x4;
export const POLLRDHUP = 0x2000;
export const EPOLLIN = 0x1;
export const EPOLLOUT = 0x4;
export const EPOLLERR = 0x8;
export const EPOLLHUP = 0x10;
export const EPOLLRDHUP = 0x2000;
export const EPOLLET = 2 ** 31;
/** `struct epoll_event` is packed on x86-64 alone: 32-bit events, then 64 bits of data. In 32-bit words: */
export const EPOLL_EVENT_WORDS = process.arch === 'x64' ? 3 : 4;
export const EPOLL_DATA_WORD = process.arch === 'x64' ? 1 : 2;

type Call = (...args: number[]) => number;

/** The functions of the C library. Each returns -1 on failure; `errno()` gives the reason until the next call. */
export interface Libc {
  errno(): number;
  /** Gives the address of an array's first byte. It moves when WebAssembly memory grows. */
  address(array: ArrayBufferView): number;
  socket: Call;
  bind: Call;
  listen: Call;
  accept4: Call;
  connect: Call;
  recv: Call;
  send: Call;
  sendfile: Call;
  recvfrom: Call;
  sendto: Call;
  open: Call;
  read: Call;
  write: Call;
  shutdown: Call;
  close: Call;
  setsockopt: Call;
  getsockopt: Call;
  getsockname: Call;
  getpeername: Call;
  eventfd: Call;
  pipe2: Call;
  fcntl: Call;
  splice: Call;
  poll: Call;
  epollCreate1: Call;
  epollCtl: Call;
  epollWait: Call;
}

interface Koffi {
  load(path: string): { func(declaration: string): Call };
  errno(): number;
  address(value: ArrayBufferView): bigint;
}

const MUSL_ARCH = process.arch === 'x64' ? 'x86_64' : process.arch === 'arm64' ? 'aarch64' : process.arch;

function loadFirst(koffi: Koffi, names: string[]): ReturnType<Koffi['load']> {
  for (const name of names) {
    try {
      return koffi.load(name);
    } catch {
      // not under that name: glibc and musl differ
    }
  }
  throw new Error(`no C library found under the names ${names.join(', ')}`);
}

/** Loads koffi and the C library. Throws an Error that says what is missing. */
export function loadLibc(): Libc {
  if (process.platform !== 'linux')
    throw new Error(`the epoll engine needs Linux, this is ${process.platform}`);
  const koffi = createRequire(import.meta.url)('koffi') as Koffi;
  const lib = loadFirst(koffi, ['libc.so.6', 'libc.so', `libc.musl-${MUSL_ARCH}.so.1`]);
  return {
    errno: () => koffi.errno(),
    address: (array) => Number(koffi.address(array)),
    socket: lib.func('int socket(int, int, int)'),
    bind: lib.func('int bind(int, uintptr_t, uint32_t)'),
    listen: lib.func('int listen(int, int)'),
    accept4: lib.func('int accept4(int, uintptr_t, uintptr_t, int)'),
    connect: lib.func('int connect(int, uintptr_t, uint32_t)'),
    recv: lib.func('intptr_t recv(int, uintptr_t, uintptr_t, int)'),
    send: lib.func('intptr_t send(int, uintptr_t, uintptr_t, int)'),
    sendfile: lib.func('intptr_t sendfile(int, int, uintptr_t, uintptr_t)'),
    recvfrom: lib.func('intptr_t recvfrom(int, uintptr_t, uintptr_t, int, uintptr_t, uintptr_t)'),
    sendto: lib.func('intptr_t sendto(int, uintptr_t, uintptr_t, int, uintptr_t, uint32_t)'),
    open: lib.func('int open(uintptr_t, int)'),
    read: lib.func('intptr_t read(int, uintptr_t, uintptr_t)'),
    write: lib.func('intptr_t write(int, uintptr_t, uintptr_t)'),
    shutdown: lib.func('int shutdown(int, int)'),
    close: lib.func('int close(int)'),
    setsockopt: lib.func('int setsockopt(int, int, int, uintptr_t, uint32_t)'),
    getsockopt: lib.func('int getsockopt(int, int, int, uintptr_t, uintptr_t)'),
    getsockname: lib.func('int getsockname(int, uintptr_t, uintptr_t)'),
    getpeername: lib.func('int getpeername(int, uintptr_t, uintptr_t)'),
    eventfd: lib.func('int eventfd(uint32_t, int)'),
    pipe2: lib.func('int pipe2(uintptr_t, int)'),
    fcntl: lib.func('int fcntl(int, int, int)'),
    splice: lib.func('intptr_t splice(int, uintptr_t, int, uintptr_t, uintptr_t, uint32_t)'),
    poll: lib.func('int poll(uintptr_t, unsigned long, int)'),
    epollCreate1: lib.func('int epoll_create1(int)'),
    epollCtl: lib.func('int epoll_ctl(int, int, int, uintptr_t)'),
    epollWait: lib.func('int epoll_wait(int, uintptr_t, int, int)'),
  };
}
