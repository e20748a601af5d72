import { MetricsSource, MetricsText } from '../http';
import { Chat } from './chat';

/** The numbers of a chat for its admin server. */
export class ChatMetrics implements MetricsSource {
  constructor(private chat: Chat) {}

  write(text: MetricsText): void {
    const chat = this.chat;
    const counters = chat.counters;
    text.gauge('chat_members', 'People who are here.', chat.size);
    text.gauge('chat_rooms', 'Rooms with people or history.', chat.rooms.all.length);
    text.counter('chat_messages_total', 'Lines said in rooms.', counters.messages);
    text.counter('chat_direct_messages_total', 'Lines said to one other.', counters.directs);
    text.counter('chat_deliveries_total', 'Events sent to members.', counters.deliveries);
    text.counter('chat_entered_total', 'Members who came.', counters.entered);
    text.counter('chat_dropped_total', 'Members dropped since they read too slowly.', counters.dropped);
    text.counter(
      'chat_delayed_total',
      'Lines that waited, from clients that send too fast.',
      counters.delayed,
    );
  }
}
