// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the server says when there is nothing to serve, and how sessions end.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { startContainer } from './support/container.mjs';
import { startServer, withServerFor } from './support/execserver.mjs';
import { until, within } from './support/until.mjs';
import { Wire, code } from './support/wire.mjs';

let container;
let stopped;
let server;

before(async () => {
  container = await startContainer();
  stopped = await startContainer({ start: false });
  server = await startServer(container.id);
});
after(async () => {
  await server?.stop();
  await container?.remove();
  await stopped?.remove();
});

describe('no container to run in', () => {
  const cases = {
    missing: { id: () => 'fairlead-no-such-container', reason: /no such container/i },
    stopped: { id: () => stopped.id, reason: /not running/i },
  };
  for (const [name, { id, reason }] of Object.entries(cases)) {
    test(`${name}: the reason within a second, and the slot is free again`, () => withServerFor(id(), ['--max-sessions', '1'], async (lone) => {
      for (let attempt = 0; attempt < 3; ++attempt) {
        const begin = Date.now();
        const wire = await Wire.open(lone, { command: ['true'] });
        assert.match((await wire.message(code.error, 1000)).toString(), reason);
        const { code: closeCode, reason: closeReason } = await within(wire.closed, 'the close', 1000);
        assert.ok(Date.now() - begin < 1000, 'too late');
        assert.equal(closeCode, 1011);
        assert.match(closeReason, reason);
        assert.deepEqual(wire.all(code.resume), []);
      }
    }));
  }

  test('an engine that is not there', async () => {
    const lone = await startServer(container.id, '--docker-host', 'unix:///nonexistent/docker.sock');
    const wire = await Wire.open(lone, { command: ['true'] });
    assert.match((await wire.message(code.error, 1000)).toString(), /nonexistent/);
    await within(wire.closed, 'the close', 1000);
    await lone.stop();
  });

  test('a container that dies under its sessions', async () => {
    const mortal = await startContainer();
    await withServerFor(mortal.id, [], async (lone) => {
      const wire = await Wire.open(lone, { command: ['sh', '-c', 'echo up; exec sleep 1000'] });
      await wire.message(code.stdout);
      await mortal.kill();
      assert.equal(await wire.exitCode(), 137);
    });
    await mortal.remove();
  });
});

describe('requests without sense', () => {
  for (const [name, opening] of Object.entries({
    'no command': { command: [] },
    'an empty command': { command: [''] },
    'a command that is no UTF-8': { raw: 'command=%ff%fe' },
    'a command with NUL': { raw: 'command=a%00b' },
  })) {
    test(name, async () => {
      const wire = opening.raw ? new Wire(`${server.url}?${opening.raw}`) : await Wire.open(server, opening);
      assert.ok((await wire.message(code.error, 1000)).length > 0);
      assert.equal((await within(wire.closed, 'the close')).code, 1008);
    });
  }

  test('resize without a terminal: an error, and the session goes on', async () => {
    const wire = await Wire.open(server, { command: ['cat'] });
    await wire.message(code.resume);
    wire.resize(25, 80);
    assert.equal((await wire.message(code.error)).toString(), 'cannot resize, not a tty instance');
    wire.send(code.stdin, 'on');
    wire.send(code.end);
    assert.equal(await wire.exitCode(), 0);
    assert.equal(wire.text, 'on');
  });
});

describe('the order of messages', () => {
  test('stdin, its end and a size before the process runs are kept', async () => {
    const wire = await Wire.open(server, { command: ['sh', '-c', 'sleep 0.2; wc -c'] });
    wire.send(code.stdin, Buffer.alloc(60_000));
    wire.send(code.stdin, 'more');
    wire.send(code.end);
    assert.equal(await wire.exitCode(), 0);
    assert.equal(wire.text, '60004\n');
    assert.equal(wire.received[0][0], code.resume);
  });

  test('the first message is resume, the last the exit code with one byte; close 1000', async () => {
    const wire = await Wire.open(server, { command: ['sh', '-c', 'head -c 300000 /dev/zero; exit 9'] });
    const { code: closeCode, reason } = await within(wire.closed, 'the close');
    assert.deepEqual([...wire.received[0]], [code.resume]);
    assert.deepEqual([...wire.received.at(-1)], [code.stopped, 9]);
    assert.equal(wire.output.length, 300_000);
    assert.equal(closeCode, 1000);
    assert.notEqual(reason, '');
  });

  test('over the limit: error, then close 1008', () => withServerFor(container.id, ['--max-sessions', '1'], async (lone) => {
    const first = await Wire.open(lone, { command: ['cat'] });
    await first.message(code.resume);
    const second = await Wire.open(lone, { command: ['cat'] });
    assert.equal((await second.message(code.error)).toString(), 'Too many sessions active!');
    assert.equal((await within(second.closed, 'the close')).code, 1008);
  }));

  test('shutdown: 201 to all sessions, close 1001, nothing left, and the server ends', async () => {
    const lone = await startServer(container.id);
    const wires = await Promise.all([1, 2, 3, 4].map((i) => Wire.open(lone, { command: ['sleep', '2718'], tty: i > 2 })));
    await Promise.all(wires.map((wire) => wire.message(code.resume)));
    assert.equal(await lone.stop(), 0);
    for (const wire of wires) {
      assert.deepEqual([...wire.received.at(-1)], [code.shutdown]);
      assert.equal((await within(wire.closed, 'the close')).code, 1001);
    }
    await until(async () => !(await container.processes()).some((line) => line.includes('2718')), 'the end of the processes');
  });
});
