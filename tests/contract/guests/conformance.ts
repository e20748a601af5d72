/** Tries what a host, or the core, must do, from within: each fact is a line on standard output. The argument says which part. */
import { print } from '../../../assembly';
import { getArguments } from '../../../assembly/wasi';
import { callbacks } from './callbacks';
import { loopBounds } from './loop-bounds';
import { loopConnect, loopListen, loopNames } from './loop-connect';
import { loopConnection } from './loop-connection';
import { loopEnds } from './loop-ends';
import { loopRelay } from './loop-relay';
import { loopTimes } from './loop-times';
import { loopTimers } from './loop-timers';
import { nameLookup, nameLookupDenied } from './name-lookup';
import { selecting } from './selector';
import { losing } from './selector-losing';
import { many } from './selector-many';
import { waiting } from './selector-waiting';
import { standardInput } from './standard-input';
import { tcp } from './tcp';
import { waitingInLine } from './tcp-under-way';
import { timing } from './timer';
import { udp } from './udp';

export function run(): i32 {
  const part = getArguments()[1];
  if (part == 'selector') selecting();
  else if (part == 'selector-waiting') waiting();
  else if (part == 'selector-losing') losing();
  else if (part == 'selector-many') many();
  else if (part == 'callbacks') callbacks();
  else if (part == 'tcp') tcp();
  else if (part == 'tcp-waiting-in-line') waitingInLine();
  else if (part == 'udp') udp();
  else if (part == 'timer') timing();
  else if (part == 'standard-input') standardInput();
  else if (part == 'loop-timers') loopTimers();
  else if (part == 'loop-connection') loopConnection();
  else if (part == 'loop-bounds') loopBounds();
  else if (part == 'loop-times') loopTimes();
  else if (part == 'loop-connect') loopConnect();
  else if (part == 'loop-listen') loopListen();
  else if (part == 'loop-names') loopNames();
  else if (part == 'loop-relay') loopRelay();
  else if (part == 'loop-ends') loopEnds();
  else if (part == 'name-lookup') nameLookup();
  else if (part == 'name-lookup-denied') nameLookupDenied();
  else return 1;
  print('done');
  return 0;
}
