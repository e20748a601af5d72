/** Facts about a pair of datagram streams that another pair has replaced. */
import * as udp from './imports/udp';
import { INVALID_STATE, OK, RESULT, factEqual, long, wide } from './results';
import { Open, streamCode } from './udp-tools';

/** All of it, on a host that lets the former pair live. */
export function replacedFacts(): void {
  const one = new Open();
  const incoming = one.incoming;
  const outgoing = one.outgoing;
  factEqual('stream: again, while the former pair is there', streamCode(one.socket), OK);
  one.take();
  udp.receive(incoming, 1, RESULT);
  factEqual('receive: of a replaced pair is invalid-state', wide(), INVALID_STATE);
  udp.checkSend(outgoing, RESULT);
  factEqual('check-send: of a replaced pair is invalid-state', long(), INVALID_STATE);
  udp.dropIncoming(incoming);
  udp.dropOutgoing(outgoing);
  one.drop();
}
