// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Our client against the server of npm 3.0.0, unmodified, and for comparison against our own.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { startContainer } from './support/container.mjs';
import { startNpmServer, startServer } from './support/execserver.mjs';
import { runClient, startClient } from './support/ourclient.mjs';
import { until, within } from './support/until.mjs';

const mebibyte = 1024 * 1024;
const longTime = 120_000;

let container;

before(async () => { container = await startContainer({ image: 'fairlead-test' }); });
after(async () => { await container?.remove(); });

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

for (const [name, start] of Object.entries({ npm: startNpmServer, ours: (id) => startServer(id) })) {
  describe(`against the server of ${name}`, () => {
    let server;
    before(async () => { server = await start(container.id); });
    after(async () => { await server?.stop(); });

    test('a half close ends stdin, and the output still comes', async () => {
      const result = await runClient(server.url, ['wc', '-c'], { input: 'hello' });
      assert.equal(result.stdout.toString(), '5\n');
      assert.equal(result.exitCode, 0);
    });

    test('bytes that are no text pass unchanged', async () => {
      const all = Buffer.from([0xfa, 0xff, ...Array(256).keys(), 0x0d, 0x0a, 0x00]);
      const result = await runClient(server.url, ['cat'], { input: all });
      assert.deepEqual(result.stdout, all);
    });

    for (const code of [0, 9, 137, 200, 255]) {
      test(`exit code ${code}`, async () => {
        assert.equal((await runClient(server.url, ['sh', '-c', `exit ${code}`])).exitCode, code);
      });
    }

    test('stdout and stderr stay apart, and words keep their spaces', async () => {
      const result = await runClient(server.url, ['sh', '-c', 'echo "$1"; echo err >&2', 'sh', 'a  b&ü=%41+']);
      assert.equal(result.stdout.toString(), 'a  b&ü=%41+\n');
      assert.equal(result.stderr.toString(), 'err\n');
    });

    test('a terminal has the size it is given', async () => {
      const awaitSize = 'while [ "$(stty size)" != "25 1" ]; do sleep 0.02; done; read word; echo "<$word>"; stty size';
      // The npm server takes the end of stdin for the end of the terminal.
      const options = { input: 'word\n', open: true, options: ['--tty', '--size', '25x1'] };
      const result = await runClient(server.url, ['sh', '-c', awaitSize], options);
      assert.match(result.stdout.toString(), /<word>\r\n25 1\r\n$/);
      assert.equal(result.exitCode, 0);
    });

    test('5 MB of stdin', async () => {
      const text = Buffer.alloc(5_000_000, 'Fairlead, a paste of many lines\n');
      const result = await runClient(server.url, ['sha256sum'], { input: text });
      assert.equal(result.stdout.toString().split(' ')[0], sha256(text));
    });

    test('over the limit of sessions', async () => {
      const one = await start(container.id, 1);
      const full = name === 'npm' ? 1 : 10;
      const holders = Array.from({ length: full }, () => startClient(one.url, ['sh', '-c', 'echo up; exec cat']));
      await Promise.all(holders.map(({ stdout }) => within(new Promise((up) => { stdout.once('data', up); }), 'a session')));
      const result = await runClient(one.url, ['true']);
      assert.match(result.error, /Too many sessions active!/);
      holders.forEach(({ child }) => child.kill());
      await one.stop();
    });

    test('a server that goes down', async () => {
      const mortal = await start(container.id);
      const client = startClient(mortal.url, ['sh', '-c', 'echo up; exec cat']);
      await within(new Promise((up) => { client.stdout.once('data', up); }), 'the session');
      mortal.process.stdin.write('close\n');
      mortal.process.kill(name === 'npm' ? 'SIGCONT' : 'SIGTERM');
      const result = await within(client.result, 'the end of the session');
      assert.match(result.error, /shutting down/);
      assert.equal(result.exitCode, undefined);
      await mortal.stop();
    });

    test('the client ends the process', async () => {
      const result = await runClient(server.url, ['sleep', '1000'], { options: ['--terminate-after', '500'] });
      assert.equal(result.started, true);
      assert.equal(result.exitCode, undefined);
    });

    // The npm server cannot do these: it loses output and exit code when its client is slow (ANCHORS: 6 to 8).
    test('64 MiB to a slow reader', { skip: name === 'npm' }, async () => {
      const size = 64 * mebibyte;
      const command = `head -c ${size} /dev/urandom >/tmp/random; cat /tmp/random; sha256sum </tmp/random >&2`;
      const result = await runClient(server.url, ['sh', '-c', command], { options: ['--read-delay', '2'], milliseconds: longTime });
      assert.equal(result.stdout.length, size);
      assert.equal(sha256(result.stdout), result.stderr.toString().split(' ')[0]);
      assert.equal(result.exitCode, 0);
    });
  });
}

test('nobody listens', async () => {
  const server = await startServer(container.id);
  await server.stop();
  const result = await runClient(server.url, ['true']);
  assert.equal(result.started, undefined);
  assert.match(result.error, /\S/);
});

test('a wrong path says so', async () => {
  const server = await startServer(container.id);
  assert.match((await runClient(`${server.url}x`, ['true'])).error, /404/);
  await until(() => server.isRunning, 'the server');
  await server.stop();
});
