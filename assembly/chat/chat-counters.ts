/** What a chat has done so far. */
export class ChatCounters {
  /** Lines said in rooms, by its own members. */
  messages: i64 = 0;
  /** Lines said to one other. */
  directs: i64 = 0;
  /** Events sent to members. */
  deliveries: i64 = 0;
  /** Members who came. */
  entered: i64 = 0;
  /** Members dropped since they read too slowly. */
  dropped: i64 = 0;
  /** Lines that waited since their client had sent too many. */
  delayed: i64 = 0;
}
