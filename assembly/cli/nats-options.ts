import { NatsOptions, NatsServer } from '../nats';

/** The lines of `--help` about the options of a server that shares by NATS. */
export const NATS_HELP: string = `  --nats HOST:PORT     share the rooms with other servers, by NATS; may be repeated: the next one is tried when one is gone
  --nats-user USER:PASSWORD, --nats-token TOKEN
                       log in there; better by the variables AS_SELECTORS_NATS_USER and AS_SELECTORS_NATS_TOKEN, which nobody else sees
`;

/** Whether an option is one of those about NATS. */
export function isNatsOption(name: string): bool {
  return name == '--nats' || name == '--nats-token' || name == '--nats-user';
}

/** Applies an option about NATS; returns what is wrong with it, without a secret; empty: nothing. */
export function applyNatsOption(options: NatsOptions, name: string, value: string): string {
  if (name == '--nats-token') {
    options.token = value;
    return value.length > 0 ? '' : 'expected a token';
  }
  if (name == '--nats-user') {
    const colon = value.indexOf(':');
    options.user = value.substring(0, max(colon, 0));
    options.password = value.substring(colon + 1);
    return colon > 0 ? '' : 'expected USER:PASSWORD';
  }
  options.servers.push(value);
  const server = NatsServer.parse(value);
  return server != null && server.toString() == value
    ? ''
    : value + ': expected HOST:PORT, such as 127.0.0.1:4222';
}
