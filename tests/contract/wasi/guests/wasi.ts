/** Tries WASI itself from within, call by call: each fact is a line on standard output. The argument says which part. */
import { getArguments, getStdout, writeText } from '../../../../assembly/wasi/p2/cli';
import { connectFacts } from './connect-facts';
import { exit, exitWithCode } from './imports/system';
import { errorCodeFacts, failureFacts, writeFailureFacts } from './failure-facts';
import { fileFacts, readOnlyFacts } from './file-facts';
import { folderFacts } from './folder-facts';
import { limitFacts } from './limit-facts';
import { memoryFacts } from './memory-facts';
import { optionFacts } from './option-facts';
import { inputFacts } from './input-facts';
import { outputFacts } from './output-facts';
import { environmentFacts, nameFacts, systemFacts } from './system-facts';
import { tcpFacts } from './tcp-facts';
import { trap } from './traps';
import { udpFacts } from './udp-facts';
import { replacedFacts } from './udp-replaced-facts';

export function run(): i32 {
  const args = getArguments();
  const part = args[1];
  if (part == 'tcp') tcpFacts();
  else if (part == 'connect') connectFacts();
  else if (part == 'options') optionFacts();
  else if (part == 'input') inputFacts();
  else if (part == 'output') outputFacts();
  else if (part == 'failure') failureFacts(<u16>parseInt(args[2]));
  else if (part == 'error-code') errorCodeFacts(<u16>parseInt(args[2]));
  else if (part == 'write-failure') writeFailureFacts(<u16>parseInt(args[2]));
  else if (part == 'udp') udpFacts();
  else if (part == 'replaced') replacedFacts();
  else if (part == 'system') systemFacts();
  else if (part == 'names') nameFacts();
  else if (part == 'environment') environmentFacts();
  else if (part == 'folders') folderFacts(args[2]);
  else if (part == 'files') fileFacts();
  else if (part == 'read-only') readOnlyFacts();
  else if (part == 'memory') memoryFacts(<u16>parseInt(args[2]));
  else if (part == 'limit') limitFacts();
  else if (part == 'trap') trap(args[2]);
  else if (part == 'exit') exit(args[2] == 'ok' ? 0 : 1);
  else if (part == 'exit-with-code') exitWithCode(<i32>parseInt(args[2]));
  else if (part == 'run') return args[2] == 'ok' ? 0 : 1;
  writeText(getStdout(), 'done\n');
  return 0;
}
