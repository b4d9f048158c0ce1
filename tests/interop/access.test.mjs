// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Who may connect, and what the server tells about itself.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { startContainer } from './support/container.mjs';
import { startServer, withServerFor } from './support/execserver.mjs';
import { RawSocket, frame } from './support/rawsocket.mjs';
import { until } from './support/until.mjs';
import { Wire, code } from './support/wire.mjs';

let container;
let server;

before(async () => {
  container = await startContainer();
  server = await startServer(container.id, '--allow-origin', 'https://console.example', '--allow-host', 'fairlead.example');
});
after(async () => {
  await server?.stop();
  await container?.remove();
});

/** The status of the answer to an opening with these headers. */
async function statusOf(headers, target = `${server.path}?command=true`) {
  const raw = await RawSocket.connect(server);
  try {
    return await raw.request(target, server, headers);
  } finally {
    raw.socket.destroy();
  }
}

describe('Origin', () => {
  const cases = [
    [undefined, 101], // no browser
    ['https://console.example', 101],
    ['https://evil.example', 403],
    ['http://console.example', 403],
    ['https://console.example.evil.example', 403],
    ['https://console.example:444', 403],
    ['null', 403],
    ['file://', 403],
    ['', 403],
  ];
  for (const [origin, status] of cases) {
    test(`${origin ?? 'none'} → ${status}`, async () => {
      assert.equal(await statusOf(origin === undefined ? {} : { Origin: origin }), status);
    });
  }

  test('without --allow-origin no page is let in, not even of the same port', () => withServerFor(container.id, [], async (lone) => {
    for (const origin of [`http://127.0.0.1:${lone.port}`, 'https://console.example']) {
      const raw = await RawSocket.connect(lone);
      assert.equal(await raw.request(`${lone.path}?command=true`, lone, { Origin: origin }), 403);
      raw.socket.destroy();
    }
  }));
});

describe('Host', () => {
  const cases = [
    ['127.0.0.1', 101],
    ['localhost', 101],
    ['fairlead.example', 101],
    ['evil.example', 403],        // a name that was made to point here: DNS rebinding
    ['127.0.0.1.evil.example', 403],
    ['a b', 400],
    ['', 400],
  ];
  for (const [host, status] of cases) {
    test(`${host || 'empty'} → ${status}`, async () => {
      assert.equal(await statusOf({ Host: host }), status);
    });
  }
});

describe('the request', () => {
  test('another path is 404', async () => {
    for (const target of ['/', `${server.path}/`, server.path.slice(0, -1), `${server.path}x?command=true`, `/x${server.path}`]) {
      assert.equal(await statusOf({}, target), 404, target);
    }
  });

  test('what is no upgrade is told so', async () => {
    assert.equal(await statusOf({ Upgrade: null }), 426);
    assert.equal(await statusOf({ 'Sec-WebSocket-Version': '8' }), 426);
    assert.equal(await statusOf({ 'Sec-WebSocket-Key': null }), 400);
  });

  test('frames right behind the head are not lost', async () => {
    const raw = await RawSocket.connect(server);
    raw.socket.cork();
    const answered = raw.request(`${server.path}?command=cat`, server);
    raw.socket.write(frame([code.stdin, 0x68, 0x69]));
    raw.socket.write(frame([code.end]));
    raw.socket.uncork();
    assert.equal(await answered, 101);
    await until(() => raw.received.includes(Buffer.from([0x82, 2, code.stopped, 0])), 'the exit code');
    assert.ok(raw.received.includes(Buffer.from([0x82, 3, code.stdout, 0x68, 0x69])));
    raw.socket.destroy();
  });

  test('the path cannot be guessed', async () => {
    await withServerFor(container.id, [], async (lone) => {
      assert.ok(lone.path.length > 25);
      assert.notEqual(lone.path, server.path);
    });
  });
});

test('the first line is JSON, and the path is nowhere else in what the server prints', async () => {
  assert.deepEqual(Object.keys(JSON.parse(server.firstLine)), ['url']);
  assert.match(server.url, /^ws:\/\/127\.0\.0\.1:\d+\/\S+$/);
  const wire = await Wire.open(server, { command: ['echo', 'x'], tty: true });
  wire.resize(20, 20);
  await wire.exitCode();
  await statusOf({}, `${server.path}wrong`);
  await statusOf({ Origin: 'https://evil.example' });
  const raw = await RawSocket.openSession(server, { command: ['cat'] });
  raw.socket.write(frame([0], { masked: false }));
  await raw.closeFrame();
  raw.socket.destroy();
  await until(() => server.stderr.includes('1002'), 'the log of the failure');
  const slug = server.path.slice(1);
  assert.ok(!server.stderr.includes(slug), 'the log holds the path');
  assert.ok(!server.stdout.slice(server.firstLine.length).includes(slug), 'stdout holds the path a second time');
});
