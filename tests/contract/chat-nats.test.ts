/** Chats that share their rooms by NATS: two instances, each on another host. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../support/client.ts';
import { Random } from '../simulator/random.ts';
import { NatsServer } from '../support/nats-server.ts';
import { LineTalker, startChat } from './chat-client.ts';
import { HOSTS, type Host, Running } from './hosts.ts';

const AWAY = '-- Other servers can not be reached for now; in here all goes on.';
const BACK = '-- Other servers can be reached again.';
/** With a pause of 20 ms after each: far longer than anything takes. */
const MAX_TRIES = 3000;
/** Once this is said elsewhere, all that was said before has been heard. */
const MARK = 'mark';

const BAD: [args: string[], message: RegExp][] = [
  [
    ['--nats', 'nowhere'],
    /^chat: --nats nowhere: expected HOST:PORT, such as 127\.0\.0\.1:4222\. See chat --help\.$/,
  ],
  [['--nats-user', 's3cret'], /^chat: --nats-user: expected USER:PASSWORD\. /],
  [['--nats-token='], /^chat: --nats-token: expected a token\. /],
];

/** Asks until the answer fits: what others announce comes when it comes. */
async function askUntil(talker: LineTalker, line: string, kind: RegExp, fits: RegExp): Promise<string> {
  for (let tries = 0; ; tries++) {
    const answer = await talker.ask(line, kind);
    if (fits.test(answer)) return answer;
    if (tries === MAX_TRIES) throw new Error(`${line}: ${answer}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const who = (talker: LineTalker, names: RegExp): Promise<string> =>
  askUntil(talker, '/who', /^-- In /, names);

const said = ({ all }: LineTalker, name: string): string[] =>
  all.filter((line) => line.startsWith(`${name}: `));

/** Makes a message that a server might be sent by another one, or by somebody who means no good. */
function garbage(random: Random): string {
  const subject = `as-selectors.chat.${random.pick(['presence', 'presence', 'room.lobby', 'room.=', 'room.a=', 'x'])}`;
  const words = [
    'a',
    'b',
    'Ann',
    'lobby',
    '',
    '*',
    '-1',
    '0',
    '1',
    '2',
    '9999999999',
    '\u0007',
    'é',
    'x'.repeat(70),
  ];
  const kinds = [
    'join',
    'leave',
    'nick',
    'alive',
    'first',
    'more',
    'last',
    'ask',
    'bye',
    'message',
    'action',
    'direct',
  ];
  const some = Array.from({ length: random.int(0, 7) }, () => random.pick(words));
  const text = [random.pick(words), random.pick(kinds), ...some].join(' ');
  return `PUB ${subject} ${Buffer.byteLength(text)}\r\n${text}\r\n`;
}

/** The hosts in pairs: each runs one of the two instances. */
const PAIRS = HOSTS.map((host, i): [Host, Host] => [host, HOSTS[(i + 2) % HOSTS.length]!]).slice(0, 2);

for (const [one, other] of PAIRS) {
  const test = suite(`chats on ${one.name} and ${other.name}`);

  test('chat: two instances share rooms: each line comes once, in order, and so does who comes, is called and goes', async () => {
    const broker = await NatsServer.start('--user', 'ada', '--pass', 'p:w');
    const args = ['--rate', '0', '--nats', broker.address, '--nats-user', 'ada:p:w'];
    const servers = [await startChat(one, ...args), await startChat(other, ...args)];
    try {
      const [a, b] = await Promise.all(servers.map(({ port }) => LineTalker.connect(port)));
      await a!.ask('/nick Ann', / is now Ann$/);
      await b!.ask('/nick Bob', / is now Bob$/);
      await who(a!, /^-- In lobby: (Ann, Bob|Bob, Ann)$/);
      await who(b!, /^-- In lobby: (Ann, Bob|Bob, Ann)$/);
      await b!.ask('/nick ann', /^!! ann is taken\.$/);
      const lines = Array.from({ length: 300 }, (_, i) => String(i));
      for (const line of lines) a!.say(line);
      for (const line of lines) b!.say(line);
      a!.say(MARK);
      b!.say(MARK);
      for (const talker of [a!, b!])
        for (const name of ['Ann', 'Bob']) {
          while (said(talker, name).length < 301) await talker.line(/: /);
          assert.equal(
            said(talker, name),
            [...lines, MARK].map((line) => `${name}: ${line}`),
          );
        }
      a!.say('/me waves');
      await b!.line(/^\* Ann waves$/);
      a!.say('/msg bob only  you');
      await b!.line(/^Ann to you: only {2}you$/);
      a!.say('/join *.>');
      a!.say('/join Tee-Küche');
      await b!.line(/^-- Ann has left lobby/);
      await askUntil(b!, '/rooms', /^-- Rooms: /, /Tee-Küche \(1\)/);
      a!.say('remember');
      a!.say('/nick Anna');
      await askUntil(b!, '/msg Anna x', /^(you to|!!)/, /^you to Anna: x$/); // what was said before has come, too
      b!.say('/join tee-küche');
      await b!.line(/^Ann: remember$/);
      await a!.line(/^-- Bob has come to Tee-Küche$/);
      b!.say('/quit');
      await a!.line(/^-- Bob has left Tee-Küche/);
      const stranger = await broker.connect('ada', 'p:w');
      stranger.send(Array.from({ length: 3000 }, (_, seed) => garbage(new Random(seed, 'cluster'))).join(''));
      await a!.ask('/join other', / in other\./);
      await a!.ask('still here', /^Anna\S*: still here$/);
      stranger.end();
    } finally {
      await Promise.all(servers.map((server) => server.kill()));
      await broker.stop();
    }
  });

  test('chat: while NATS is away rooms go on, and people are told once; then it heals, and a name has one owner', async () => {
    const broker = await NatsServer.start();
    const args = ['--rate', '0', '--nats', broker.address];
    const servers = [await startChat(one, ...args), await startChat(other, ...args)];
    try {
      const [a, b] = await Promise.all(servers.map(({ port }) => LineTalker.connect(port)));
      await a!.ask('/nick Ann', / is now Ann$/);
      await b!.ask('/nick Bob', / is now Bob$/);
      await who(a!, /Bob/);
      await who(b!, /Ann/);
      await broker.stop();
      await Promise.all([a!.line(/^-- Other servers can not/), b!.line(/^-- Other servers can not/)]);
      await a!.ask('alone', /^Ann: alone$/);
      const c = await LineTalker.connect(servers[0]!.port);
      await who(c, /^-- In lobby: (Ann, guest\d+|guest\d+, Ann)(, Bob)?$/);
      await Promise.all([who(a!, /^-- In lobby: Ann, guest\d+$/), who(b!, /^-- In lobby: Bob$/)]); // they expire
      await c.ask('/nick same', / is now same$/);
      const d = await LineTalker.connect(servers[1]!.port, 'SAME');
      await broker.start();
      await Promise.all([a!.line(/^-- Other servers can be/), b!.line(/^-- Other servers can be/)]);
      const all = /^-- In lobby: (?=.*\bsame\b)(?=.*\bsame-2\b)(?=.*Ann)(?=.*Bob)/i;
      await Promise.all([who(a!, all), who(b!, all), who(c, all), who(d, all)]);
      const renamed = [c, d].filter((talker) =>
        talker.all.some((line) => /you are same-2 now\.$/i.test(line)),
      );
      assert.is(renamed.length, 1);
      a!.say('together');
      await b!.line(/^Ann: together$/);
      for (const talker of [a!, b!])
        for (const notice of [AWAY, BACK])
          assert.is(talker.all.filter((line) => line === notice).length, 1, notice);
      assert.not(b!.all.includes('Ann: alone'));
      await servers[1]!.kill();
      await who(a!, /^-- In lobby: [^,]+, [^,]+$/);
    } finally {
      await Promise.all(servers.map((server) => server.kill()));
      await broker.stop();
    }
  });

  test('chat: a wrong flag about NATS gets one clear line, which has no secret', async () => {
    await Promise.all(
      BAD.map(async ([args, message]) => {
        const server = new Running([...one.command('chat'), ...args]);
        assert.is(await within(server.exitCode, 'the end of a bad command line'), one.usageExitCode);
        assert.is(server.errorLines.length, 1);
        assert.match(server.errorLines[0]!, message);
        assert.not.match(server.errorLines[0]!, /s3cret/);
      }),
    );
  });

  test.run();
}
