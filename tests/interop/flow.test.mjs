// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Readers that are slow, asleep or gone silent: nothing is lost, and the server does not grow.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, afterEach, describe, test } from 'node:test';

import { startContainer } from './support/container.mjs';
import { isSanitized } from './support/environment.mjs';
import { startServer } from './support/execserver.mjs';
import { sleep, within } from './support/until.mjs';
import { Wire, code } from './support/wire.mjs';

const mebibyte = 1024 * 1024;
const longTime = 120_000;
const mostGrowth = 8;

let container;
let server;
let memoryBefore;

before(async () => { container = await startContainer(); });
after(async () => { await container?.remove(); });

beforeEach(async () => {
  server = await startServer(container.id);
  // Once through everything, so that what is set up only once is there.
  const wire = await Wire.open(server, { command: ['head', '-c', '3000000', '/dev/zero'] });
  await wire.exitCode();
  memoryBefore = server.memory('VmRSS');
});
afterEach(async () => {
  const growth = server.memory('VmHWM') - memoryBefore;
  await server.stop();
  assert.ok(isSanitized || growth < mostGrowth, `the server grew by ${growth.toFixed(1)} MiB`);
});

/** A session whose process writes `size` random bytes, and afterwards the SHA-256 of them to stderr. */
function openRandom(size) {
  const command = `head -c ${size} /dev/urandom >/tmp/random; cat /tmp/random; sha256sum </tmp/random >&2`;
  return Wire.open(server, { command: ['sh', '-c', command] });
}

function assertWhole(wire, size) {
  assert.equal(wire.output.length, size);
  const there = Buffer.concat(wire.all(code.stderr)).toString().split(' ')[0];
  assert.equal(createHash('sha256').update(wire.output).digest('hex'), there);
}

describe('a slow reader', () => {
  test('64 MiB at 2 ms per message', async () => {
    const size = 64 * mebibyte;
    const wire = await openRandom(size);
    wire.socket.on('message', async () => {
      wire.socket.pause();
      await sleep(2);
      wire.socket.resume();
    });
    assert.equal(await wire.exitCode(longTime), 0);
    assertWhole(wire, size);
  });

  test('8 MiB, then the exit, to a reader that sleeps for 2.5 s', async () => {
    const size = 8 * mebibyte;
    const wire = await openRandom(size);
    await wire.message(code.resume);
    wire.socket.pause();
    await sleep(2500);
    wire.socket.resume();
    assert.equal(await wire.exitCode(longTime), 0);
    assertWhole(wire, size);
    assert.deepEqual([...wire.received.at(-1)], [code.stopped, 0]);
    assert.equal((await within(wire.closed, 'the close')).code, 1000);
  });

  test('pause holds, resume goes on', async () => {
    const size = 16 * mebibyte;
    const wire = await openRandom(size);
    await wire.message(code.resume);
    wire.send(code.pause);
    await sleep(500); // what was on its way
    const held = wire.output.length;
    await sleep(1000);
    assert.equal(wire.output.length, held);
    wire.send(code.resume);
    assert.equal(await wire.exitCode(longTime), 0);
    assertWhole(wire, size);
  });
});

describe('a reader that stops', () => {
  test('reading, while the process writes for ever', async () => {
    const wire = await Wire.open(server, { command: ['yes'] });
    await wire.message(code.stdout);
    wire.socket.pause();
    await sleep(5000);
    wire.socket.terminate();
  });

  test('by `pause` for ever, while the process writes and ends', async () => {
    const wire = await Wire.open(server, { command: ['head', '-c', String(100 * mebibyte), '/dev/zero'] });
    wire.send(code.pause);
    await sleep(4000);
    assert.ok(wire.output.length < mostGrowth * mebibyte);
    wire.socket.terminate();
  });
});

describe('a client that ignores `pause`', () => {
  test('64 MiB for a process that does not read', async () => {
    const wire = await Wire.open(server, { command: ['sleep', '1000'] });
    const block = Buffer.alloc(mebibyte, 'x');
    for (let i = 0; i < 64; ++i) {
      wire.send(code.stdin, block);
    }
    await wire.message(code.pause);
    await sleep(3000);
    assert.ok(wire.socket.bufferedAmount > 40 * mebibyte, 'the server took it all');
    wire.socket.terminate();
  });

  test('64 MiB in messages of 1 byte to 8 MiB for one that reads slowly', async () => {
    const wire = await Wire.open(server, { command: ['sh', '-c', 'sleep 1; sha256sum'] });
    const hash = createHash('sha256');
    for (let size = 1, sent = 0; sent < 64 * mebibyte; sent += size, size = Math.min(2 * size, 8 * mebibyte)) {
      const block = Buffer.alloc(size, `${size} bytes `);
      hash.update(block);
      wire.send(code.stdin, block);
    }
    wire.send(code.end);
    assert.equal(await wire.exitCode(longTime), 0);
    assert.equal(wire.text.split(' ')[0], hash.digest('hex'));
  });

  test('400 000 messages that want an answer, and nobody reads the answers', async () => {
    const wire = await Wire.open(server, { command: ['sleep', '1000'] });
    await wire.message(code.resume);
    wire.socket.pause();
    for (let i = 0; i < 200_000; ++i) {
      wire.socket.send(Buffer.alloc(0));
      wire.socket.ping();
    }
    await sleep(3000);
    wire.socket.terminate();
  });
});
