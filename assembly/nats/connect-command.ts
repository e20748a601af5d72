import { formatNumber } from '../wasi';
import { NatsOptions } from './options';

const QUOTE: i32 = 0x22;
const BACKSLASH: i32 = 0x5c;
const SPACE: i32 = 0x20;

/** Writes CONNECT, with what the options have to log in with. Source: docs.nats.io, "NATS protocol", CONNECT. */
export function connectCommand(options: NatsOptions): string {
  let command = 'CONNECT {"verbose":false,"pedantic":false,"protocol":1,"lang":"assemblyscript","echo":';
  command += options.echo ? 'true' : 'false';
  command += member('name', options.name) + member('auth_token', options.token);
  command += member('user', options.user) + member('pass', options.password);
  return command + '}\r\n';
}

function member(name: string, value: string): string {
  return value.length == 0 ? '' : ',"' + name + '":"' + escaped(value) + '"';
}

/** Writes a text as it stands between the quotes of JSON. */
function escaped(text: string): string {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < SPACE) result += (unit < 16 ? '\\u000' : '\\u00') + formatNumber(unit, 16);
    else result += (unit == QUOTE || unit == BACKSLASH ? '\\' : '') + text.charAt(i);
  }
  return result;
}
