// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Shells through hub and agent with the client of npm, which gets a URL with a ticket and knows nothing of either.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { startContainer } from './support/container.mjs';
import { npmClients } from './support/environment.mjs';
import { openSession, run } from './support/npmclient.mjs';
import { Relay } from './support/relay.mjs';
import { event, sleep, until, within } from './support/until.mjs';
import { Wire, code } from './support/wire.mjs';

const mebibyte = 1024 * 1024;
const longTime = 120_000;

let container;
let relay;

before(async () => {
  container = await startContainer();
  relay = await Relay.start();
  await until(async () => {
    const result = await run(npmClients['3.0.0'], await relay.ticketUrl(container.id), { command: ['true'] }).catch(() => null);
    return result?.code === 0;
  }, 'the agent\'s engine');
});
after(async () => {
  await relay?.remove();
  await container?.remove();
});

async function left(mark) {
  return (await container.processes()).filter((line) => line.includes(mark));
}

for (const [version, Client] of Object.entries(npmClients)) {
  const relayed = async (options) => run(Client, await relay.ticketUrl(container.id), options);
  const session = async (options) => openSession(Client, await relay.ticketUrl(container.id), options);

  describe(`docker-exec-websocket-client ${version}`, () => {
    test('cat gives back every byte', async () => {
      const all = Buffer.from([0xfa, 0xff, ...Array(256).keys(), 0x0d, 0x0a, 0x00]);
      assert.deepEqual((await relayed({ command: ['cat'], input: all })).stdout, all);
    });

    for (const exitCode of [0, 1, 127, 137, 255]) {
      test(`exit code ${exitCode}`, async () => {
        const result = await relayed({ command: ['sh', '-c', `exit ${exitCode}`] });
        assert.equal(result.code & 0xff, exitCode);
      });
    }

    test('stdout and stderr stay apart', async () => {
      const result = await relayed({ command: ['sh', '-c', 'echo out; echo err >&2'] });
      assert.equal(result.stdout.toString(), 'out\n');
      assert.equal(result.stderr.toString(), 'err\n');
    });

    test('one word is a command of one, and its spaces stay', async () => {
      const words = await relayed({ command: ['printf', '[%s]', 'a b', 'ü&=+%41?', ''] });
      assert.equal(words.stdout.toString(), '[a b][ü&=+%41?][]');
      assert.equal((await relayed({ command: 'true' })).code, 0);
    });

    test('a terminal has the size it is given', async () => {
      const awaitSize = 'while [ "$(stty size)" != "25 61" ]; do sleep 0.02; done; read word; stty size; exit 3';
      const shell = await session({ command: ['sh', '-c', awaitSize], tty: true });
      let screen = '';
      shell.stdout.on('data', (bytes) => { screen += bytes; });
      shell.client.resize(25, 61);
      shell.stdin.write('word\n');
      assert.equal(await within(shell.exit, 'the exit'), 3);
      assert.match(screen, /25 61\r\n$/);
      assert.deepEqual(shell.errors, []);
    });

    test('the end of stdin is no end of output', async () => {
      const result = await relayed({ command: ['sh', '-c', 'cat >/dev/null; sleep 0.3; echo after; exit 4'], input: 'x' });
      assert.equal(result.stdout.toString(), 'after\n');
      assert.equal(result.code, 4);
    });

    test('64 MiB to a slow client lose nothing', async () => {
      const size = 64 * mebibyte;
      const shell = await session({ command: ['sh', '-c', `head -c ${size} /dev/urandom | tee /tmp/sent; sync`] });
      const hash = createHash('sha256');
      let total = 0;
      let next = 0;
      for await (const chunk of shell.stdout) {
        hash.update(chunk);
        total += chunk.length;
        if (total > next) {
          next += mebibyte;
          await sleep(10);
        }
      }
      assert.equal(await within(shell.exit, 'the exit', longTime), 0);
      assert.equal(total, size);
      const there = await relayed({ command: ['sha256sum', '/tmp/sent'] });
      assert.equal(there.stdout.toString().split(' ')[0], hash.digest('hex'));
    });

    test('32 MiB through cat: both directions full at once', async () => {
      const block = Buffer.alloc(mebibyte, 'both ways\n');
      const shell = await session({ command: ['cat'] });
      const hash = createHash('sha256');
      const back = createHash('sha256');
      const collected = (async () => {
        for await (const chunk of shell.stdout) {
          back.update(chunk);
        }
      })();
      for (let i = 0; i < 32; ++i) {
        hash.update(block);
        if (!shell.stdin.write(block)) {
          await event(shell.stdin, 'drain');
        }
      }
      shell.stdin.end();
      assert.equal(await within(shell.exit, 'the exit', longTime), 0);
      await within(collected, 'the end of the output');
      assert.equal(back.digest('hex'), hash.digest('hex'));
    });

    test('a client that drops leaves no process', async () => {
      const mark = `54${version.replaceAll('.', '')}`;
      const shell = await session({ command: ['sh', '-c', `sleep ${mark} & sleep ${mark}; echo`], tty: true });
      await until(async () => (await left(mark)).length > 0, 'the processes');
      shell.client.socket._socket.destroy();
      await until(async () => (await left(mark)).length === 0, 'the end of the processes');
    });
  });
}

describe('the wire', () => {
  test('the first message is resume, and text authenticates', async () => {
    const wire = await Wire.open(relay.at(container.id), { command: ['cat'] });
    wire.socket.send(JSON.stringify({ type: 'auth', token: relay.hub.token }));
    await wire.message(code.resume);
    assert.equal(wire.received[0][0], code.resume);
    wire.send(code.stdin, 'hello');
    wire.send(code.end);
    assert.equal(await wire.exitCode(), 0);
    assert.equal(wire.text, 'hello');
    assert.equal((await within(wire.closed, 'the end')).code, 1000);
  });

  test('resize without a tty is an error that ends nothing', async () => {
    const wire = await Wire.open(relay.at(container.id), { command: ['cat'] }, relay.options);
    await wire.message(code.resume);
    wire.resize(1, 2);
    assert.equal((await wire.message(code.error)).toString(), 'cannot resize, not a tty instance');
    wire.send(code.end);
    assert.equal(await wire.exitCode(), 0);
  });

  test('user, folder and environment', async () => {
    const server = relay.at(container.id);
    const wire = new Wire(`${server.url}?command=sh&command=-c&command=id+-un%3Bpwd%3Becho+%24A&user=root&workdir=%2Ftmp&env=A%3Db`, relay.options);
    assert.equal(await wire.exitCode(), 0);
    assert.equal(wire.text, 'root\n/tmp\nb\n');
  });

  test('an admin sees it, ends it, and the process goes', async () => {
    const wire = await Wire.open(relay.at(container.id), { command: ['sleep', '7777'] }, relay.options);
    await wire.message(code.resume);
    const [session] = (await relay.sessions()).filter((one) => one.command[1] === '7777');
    assert.equal(session.username, 'admin');
    assert.equal((await relay.hub.request('DELETE', `/api/v1/sessions/${session.id}`)).status, 204);
    assert.equal((await wire.message(code.error)).toString(), 'An admin ended the session');
    await until(async () => (await left('7777')).length === 0, 'the end of the process');
  });

  test('the audit tells who, where and how it ended', async () => {
    const wire = await Wire.open(relay.at(container.id), { command: ['sh', '-c', 'exit 42'] }, relay.options);
    assert.equal(await wire.exitCode(), 42);
    wire.socket.close();
    let end;
    await until(async () => {
      end = (await relay.audit()).find((entry) => entry.action === 'exec end' && entry.target.includes('exit 42'));
      return end !== undefined;
    }, 'the entry');
    assert.equal(end.who, 'admin');
    assert.equal(end.target, `web-1/${container.id} ["sh","-c","exit 42"]`);
    assert.match(end.outcome, /^exit code 42, after \d+\.\d s$/);
  });
});

describe('the end', () => {
  test('the agent\'s shutdown reaches the client', async () => {
    const shell = await openSession(npmClients['3.0.0'], await relay.ticketUrl(container.id), { command: ['sleep', '8888'] });
    await until(async () => (await left('8888')).length > 0, 'the process');
    const ended = Promise.race([shell.shutdown, until(() => shell.errors.length > 0, 'an error')]);
    await relay.stopAgent();
    await within(ended, 'the news');
    await within(shell.closed, 'the end of the connection');
    await until(async () => (await left('8888')).length === 0, 'the end of the process');
    await relay.startAgent();
  });

  test('an agent that is killed is told to the client', async () => {
    const wire = await Wire.open(relay.at(container.id), { command: ['cat'] }, relay.options);
    await wire.message(code.resume);
    await relay.stopAgent('SIGKILL');
    assert.match((await wire.message(code.error)).toString(), /^The connection to the agent was lost/);
    await within(wire.closed, 'the end of the connection');
    await relay.startAgent();
  });

  test('the hub\'s shutdown reaches the client, and the process goes', async () => {
    const shell = await openSession(npmClients['3.0.0'], await relay.ticketUrl(container.id), { command: ['sleep', '9999'] });
    await until(async () => (await left('9999')).length > 0, 'the process');
    assert.equal(await relay.hub.stop(), 0);
    await within(shell.shutdown, 'the shutdown');
    await until(async () => (await left('9999')).length === 0, 'the end of the process');
  });
});
