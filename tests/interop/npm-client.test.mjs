// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The clients of npm, unmodified, against our server: what they were written for.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { startContainer } from './support/container.mjs';
import { npmClients } from './support/environment.mjs';
import { startServer } from './support/execserver.mjs';
import { openSession, run } from './support/npmclient.mjs';
import { within } from './support/until.mjs';

let container;
let server;

before(async () => {
  // stty with sizes is coreutils'; busybox prints them otherwise.
  container = await startContainer({ image: 'fairlead-test' });
  server = await startServer(container.id);
});
after(async () => {
  await server?.stop();
  await container?.remove();
});

for (const [version, Client] of Object.entries(npmClients)) {
  describe(`docker-exec-websocket-client ${version}`, () => {
    test('a half close ends stdin, and the output still comes', async () => {
      const result = await run(Client, server.url, { command: ['wc', '-c'], input: 'hello' });
      assert.equal(result.stdout.toString(), '5\n');
      assert.equal(result.code, 0);
      assert.deepEqual(result.errors, []);
    });

    test('bytes that are no text pass unchanged', async () => {
      const all = Buffer.from([0xfa, 0xff, ...Array(256).keys(), 0x0d, 0x0a, 0x00]);
      const result = await run(Client, server.url, { command: ['cat'], input: all });
      assert.deepEqual(result.stdout, all);
    });

    for (const code of [0, 1, 9, 126, 127, 128, 137, 200, 255]) {
      test(`exit code ${code}`, async () => {
        const result = await run(Client, server.url, { command: ['sh', '-c', `exit ${code}`] });
        assert.equal(result.code & 0xff, code);
        // The client reads the byte as signed; the byte itself is 0–255.
        assert.equal(result.code, code > 127 ? code - 256 : code);
      });
    }

    test('a process ended by SIGKILL has the code 137', async () => {
      const result = await run(Client, server.url, { command: ['sh', '-c', 'kill -9 $$'] });
      assert.equal(result.code & 0xff, 137);
    });

    test('a command that does not exist', async () => {
      const result = await run(Client, server.url, { command: ['/no/such/program'] });
      assert.ok([126, 127].includes(result.code), `code ${result.code}`);
    });

    test('stdout and stderr stay apart', async () => {
      const result = await run(Client, server.url, { command: ['sh', '-c', 'echo out; echo err >&2'] });
      assert.equal(result.stdout.toString(), 'out\n');
      assert.equal(result.stderr.toString(), 'err\n');
    });

    test('one word is a command of one, and its spaces stay', async () => {
      const words = await run(Client, server.url, { command: ['printf', '[%s]', 'a b', 'ü&=+%41', ''] });
      assert.equal(words.stdout.toString(), '[a b][ü&=+%41][]');
      const single = await run(Client, server.url, { command: 'true' });
      assert.equal(single.code, 0);
    });

    test('a terminal has the size it is given', async () => {
      const awaitSize = 'while [ "$(stty size)" != "25 1" ]; do sleep 0.02; done; read word; stty size; exit 3';
      const session = await openSession(Client, server.url, { command: ['sh', '-c', awaitSize], tty: true });
      let screen = '';
      session.stdout.on('data', (bytes) => { screen += bytes; });
      session.client.resize(25, 1);
      session.stdin.write('word\n');
      assert.equal(await within(session.exit, 'the exit'), 3);
      assert.match(screen, /25 1\r\n$/);
      assert.deepEqual(session.errors, []);
    });

    test('with a terminal everything arrives as stdout', async () => {
      const result = await run(Client, server.url, { command: ['sh', '-c', 'echo a; echo b >&2; tty'], tty: true });
      assert.match(result.stdout.toString(), /^a\r\nb\r\n\/dev\/pts\/\d+\r\n$/);
      assert.equal(result.stderr.length, 0);
    });

    test('the session ends with a normal close', async () => {
      const session = await openSession(Client, server.url, { command: ['true'] });
      assert.equal(await within(session.exit, 'the exit'), 0);
      const { code } = await within(session.closed, 'the end of the connection');
      // The client closes first, and without a code, as soon as it has the exit code.
      assert.ok([1000, 1005].includes(code), `close code ${code}`);
    });
  });
}
