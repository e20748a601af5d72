/** What a program does when its `NatsClient` comes and goes. No call comes from within a call to the client. */
export class NatsHandler {
  /** A server has let the client in: `NatsClient.server`. All subscriptions have been sent. */
  onConnect(): void {}

  /**
   * The connection is lost, or was not made. `reason` is for a log: visible ASCII characters, in lower case unless the server gave it. The
   * client tries again by itself, and tells of each attempt that fails.
   */
  onDisconnect(reason: string): void {}

  /** The server complains (`-ERR`), such as that a subject is not permitted. It may close the connection then. */
  onComplaint(text: string): void {}

  /** The loop drains while the client is connected: what is published now is the last. */
  onDrain(): void {}
}
