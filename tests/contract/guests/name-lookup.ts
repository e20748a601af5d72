/** Facts about looking up names. */
import {
  EVENT_READ,
  INVALID_ARGUMENT,
  INVALID_STATE,
  IPV4,
  IPV6,
  NAME_UNRESOLVABLE,
  NameLookup,
  PERMANENT_RESOLVER_FAILURE,
  SocketAddress,
  TEMPORARY_RESOLVER_FAILURE,
  VALUE_ERROR,
  WOULD_BLOCK,
} from '../../../assembly';
import { fact, factEqual, first, make, waitFor } from './facts';

/** Waits for all addresses. */
function lookUp(lookup: NameLookup): SocketAddress[] {
  const addresses: SocketAddress[] = [];
  while (true) {
    const address = lookup.next();
    if (address != null) addresses.push(address);
    else if (lookup.lastError != WOULD_BLOCK || waitFor(lookup, EVENT_READ) == 0) return addresses;
  }
}

function literals(): void {
  const lookup = new NameLookup('127.0.0.1', 80);
  factEqual('lookup: an IPv4 address is ready at once', waitFor(lookup, EVENT_READ), EVENT_READ);
  const addresses = lookUp(lookup);
  fact(
    'lookup: an IPv4 address is its own and only answer',
    addresses.length == 1 && addresses[0].equals(SocketAddress.loopback(IPV4, 80)) && lookup.lastError == 0,
  );
  fact('lookup: the end stays', lookup.next() == null && lookup.lastError == 0);
  lookup.close();
  const other = new NameLookup('::1', 443);
  const answer = other.next();
  fact(
    'lookup: an IPv6 address is its own answer',
    answer != null && answer.equals(SocketAddress.loopback(IPV6, 443)),
  );
  other.close();
}

function names(): void {
  const lookup = new NameLookup('localhost', 80);
  const addresses = lookUp(lookup);
  let loopbacks = 0;
  for (let i = 0; i < addresses.length; i++) {
    if (addresses[i].equals(SocketAddress.loopback(addresses[i].family, 80))) loopbacks++;
  }
  fact(
    'lookup: localhost is 127.0.0.1, ::1 or both',
    lookup.lastError == 0 && loopbacks > 0 && loopbacks == addresses.length,
  );
  fact('lookup: no address comes twice', addresses.length < 2 || !addresses[0].equals(addresses[1]));
  factEqual('lookup: after the last it stays ready', waitFor(lookup, EVENT_READ), EVENT_READ);
  lookup.close();
  fact('lookup: closed is INVALID_STATE', lookup.next() == null && lookup.lastError == INVALID_STATE);
  const selector = make();
  fact(
    'lookup: closed, it can not be registered',
    selector.register(lookup, EVENT_READ, first) == null && selector.lastError == VALUE_ERROR,
  );
  const hasty = new NameLookup('localhost');
  selector.register(hasty, EVENT_READ, first);
  hasty.close();
  factEqual('lookup: closed before it is done, it is never ready', selector.select(0).length, 0);
  selector.close();
}

function failures(): void {
  const lookup = new NameLookup('no-such-host.invalid');
  const count = lookUp(lookup).length;
  const outcome = lookup.lastError;
  // RFC 6761: nobody has a name under .invalid; without a name server in reach, that can't be known.
  fact(
    'lookup: a name under .invalid fails',
    count == 0 && (outcome == NAME_UNRESOLVABLE || outcome == TEMPORARY_RESOLVER_FAILURE),
  );
  fact('lookup: a failure stays', lookup.next() == null && lookup.lastError == outcome);
  factEqual('lookup: a failure stays reported', waitFor(lookup, EVENT_READ), EVENT_READ);
  lookup.close();
  const wrong = new NameLookup('not a name!');
  factEqual('lookup: what can be no name has no address', lookUp(wrong).length, 0);
  factEqual('lookup: what can be no name is INVALID_ARGUMENT', wrong.lastError, INVALID_ARGUMENT);
  wrong.close();
}

/** All of it. */
export function nameLookup(): void {
  literals();
  names();
  failures();
}

/** Where the host does not permit it. */
export function nameLookupDenied(): void {
  const lookup = new NameLookup('localhost');
  fact(
    'lookup: where the host does not permit it, it fails and nothing traps',
    lookUp(lookup).length == 0 && lookup.lastError == PERMANENT_RESOLVER_FAILURE,
  );
  lookup.close();
  const literal = new NameLookup('127.0.0.1');
  factEqual(
    'lookup: where the host does not permit it, addresses are answered still',
    lookUp(literal).length,
    1,
  );
  literal.close();
}
