// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The clients of npm against our server where much is on the way, or the server has to say no.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { startContainer } from './support/container.mjs';
import { npmClients } from './support/environment.mjs';
import { withServerFor } from './support/execserver.mjs';
import { openSession, run } from './support/npmclient.mjs';
import { event, sleep, until, within } from './support/until.mjs';

const mebibyte = 1024 * 1024;
const longTime = 120_000;

let container;

before(async () => { container = await startContainer(); });
after(async () => { await container?.remove(); });

const withServer = (options, body) => withServerFor(container.id, options, body);

for (const [version, Client] of Object.entries(npmClients)) {
  describe(`docker-exec-websocket-client ${version}`, () => {
    test('one session too many is told so, and a free slot is used again', () => withServer(['--max-sessions', '2'], async (server) => {
      const first = await openSession(Client, server.url, { command: ['cat'] });
      const second = await openSession(Client, server.url, { command: ['cat'] });
      const third = await openSession(Client, server.url, { command: ['cat'] });
      await until(() => third.errors.length > 0, 'the refusal');
      assert.deepEqual(third.errors, ['Too many sessions active!']);
      await within(third.closed, 'the end of the refused connection');
      first.stdin.end();
      assert.equal(await within(first.exit, 'the exit of the first'), 0);
      await until(async () => {
        const next = await run(Client, server.url, { command: ['true'] }).catch(() => null);
        return next?.code === 0;
      }, 'a free slot');
      second.client.close();
    }));

    test('a shutdown reaches every session', () => withServer([], async (server) => {
      const sessions = await Promise.all(Array.from({ length: 4 }, () => openSession(Client, server.url, { command: ['sleep', '4711'] })));
      const shutdowns = Promise.all(sessions.map((session) => session.shutdown));
      assert.equal(await server.stop(), 0);
      await within(shutdowns, 'the shutdown of all sessions');
      assert.ok(!(await container.processes()).some((line) => line.includes('4711')), 'processes are left');
    }));

    test('the client\'s own pause and resume lose nothing', () => withServer([], async (server) => {
      const size = 24 * mebibyte;
      const session = await openSession(Client, server.url, { command: ['sh', '-c', `head -c ${size} /dev/urandom | tee /tmp/sent; sync`] });
      const hash = createHash('sha256');
      let total = 0;
      // Each pause of this loop lets the client's own buffer run full, so that it sends `pause`.
      for await (const chunk of session.stdout) {
        hash.update(chunk);
        total += chunk.length;
        await sleep(2);
      }
      assert.equal(await within(session.exit, 'the exit', longTime), 0);
      assert.equal(total, size);
      const there = await run(Client, server.url, { command: ['sha256sum', '/tmp/sent'] });
      assert.equal(there.stdout.toString().split(' ')[0], hash.digest('hex'));
    }));

    test('5 MB of stdin arrive whole, whatever the client does with `pause`', () => withServer([], async (server) => {
      const text = Buffer.alloc(5_000_000, 'Fairlead, a paste of many lines\n');
      const result = await run(Client, server.url, { command: ['sha256sum'], input: text });
      assert.equal(result.stdout.toString().split(' ')[0], createHash('sha256').update(text).digest('hex'));
    }));

    test('32 MiB through cat: both directions full at once', () => withServer([], async (server) => {
      const block = Buffer.alloc(mebibyte, 'both ways\n');
      const session = await openSession(Client, server.url, { command: ['cat'] });
      const hash = createHash('sha256');
      const back = createHash('sha256');
      const collected = (async () => {
        for await (const chunk of session.stdout) {
          back.update(chunk);
        }
      })();
      for (let i = 0; i < 32; ++i) {
        hash.update(block);
        if (!session.stdin.write(block)) {
          await event(session.stdin, 'drain');
        }
      }
      session.stdin.end();
      assert.equal(await within(session.exit, 'the exit', longTime), 0);
      await within(collected, 'the end of the output');
      assert.equal(back.digest('hex'), hash.digest('hex'));
    }));
  });
}
