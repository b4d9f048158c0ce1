// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Careless and hostile messages of peers that were let in, and agents that vanish in the middle of something.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { Bystander } from './support/bystander.mjs';
import { Hub } from './support/hub.mjs';
import { until, within } from './support/until.mjs';

const mebibyte = 1024 * 1024;

let hub;
let server;
let bystander;

before(async () => {
  hub = await Hub.start();
  server = await hub.addServer('web-1');
  bystander = await Bystander.at(hub);
});
after(() => hub?.remove());
afterEach(() => bystander.isServed());

describe('messages', () => {
  let agent;
  let frontend;
  const heard = async () => JSON.parse(await frontend.next()).data;
  const invalid = '{"type":"error","message":"Invalid message format"}';

  beforeEach(async () => {
    agent = await hub.connectedAgent(server);
    frontend = await hub.connectedFrontend('metrics', server);
  });
  afterEach(() => {
    agent.socket.terminate();
    frontend.socket.terminate();
  });

  async function goesOn() {
    agent.say('{"type":"metrics","cpu_percent":7}');
    assert.deepEqual(await heard(), { cpu_percent: 7 });
  }

  test('of 1 MiB is taken, and one of a byte more ends the connection', async () => {
    const text = (size) => {
      const [head, tail] = ['{"type":"metrics","x":"', '"}'];
      return head + 'x'.repeat(size - head.length - tail.length) + tail;
    };
    agent.say(text(mebibyte));
    assert.equal((await heard()).x.length, mebibyte - 25);
    agent.say(text(mebibyte + 1));
    assert.deepEqual(await within(agent.closed, 'the end'), { code: 1009, reason: 'message is larger than the limit of 1048576 bytes' });
  });

  test('of 1 MiB in pieces is taken, and a byte more in a later piece ends the connection', async () => {
    const half = 'x'.repeat(mebibyte / 2);
    agent.socket.send(`{"type":"metrics","x":"${half}`, { fin: false });
    agent.socket.send(`${half}"}`, { fin: true });
    assert.equal((await within(agent.closed, 'the end')).code, 1009);
  });

  test('of a frontend have the same limit', async () => {
    frontend.say(' '.repeat(mebibyte + 1));
    assert.deepEqual(await within(frontend.closed, 'the end'), { code: 1009, reason: 'message is larger than the limit of 1048576 bytes' });
  });

  for (const [name, text] of Object.entries({
    'arrays': `{"type":"metrics","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    'objects': `{"type":"metrics","x":${'{"x":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    'arrays without an end': `{"type":"metrics","x":${'['.repeat(1_000_000)}`,
    'one level too many': `{"type":"metrics","x":${'['.repeat(32)}${']'.repeat(32)}}`,
  })) {
    test(`deep JSON: ${name}`, async () => {
      agent.say(text);
      assert.equal(await agent.next(), invalid);
      await goesOn();
    });
  }

  test('members twice: the first type counts, and no server_id passes', async () => {
    agent.say('{"type":"ping","type":"metrics"}');
    assert.equal(await agent.next(), '{"type":"pong"}');
    agent.say('{"server_id":"a","type":"metrics","server_id":"b","cpu_percent":1,"cpu_percent":2,"type":"x"}');
    assert.equal(await frontend.next(), '{"type":"metrics","data":{"cpu_percent":1,"cpu_percent":2}}');
  });

  test('a key twice: the first one counts', async () => {
    agent.socket.terminate();
    const eager = await hub.agent();
    eager.say(`{"type":"auth","api_key":"${server.api_key}","api_key":"wrong"}`);
    assert.equal(JSON.parse(await eager.next()).type, 'auth_success');
    eager.socket.terminate();
  });

  for (const [name, bytes] of Object.entries({
    'a lone byte': [0xff], 'an overlong slash': [0xc0, 0xaf], 'half a character': [0xe2, 0x82], 'a surrogate': [0xed, 0xa0, 0x80],
    'beyond Unicode': [0xf4, 0x90, 0x80, 0x80],
  })) {
    test(`invalid UTF-8: ${name}`, async () => {
      agent.socket.send(Buffer.concat([Buffer.from('{"type":"metrics","x":"'), Buffer.from(bytes), Buffer.from('"}')]), { binary: false });
      assert.equal((await within(agent.closed, 'the end')).code, 1007);
    });
  }

  test('binary is no message', async () => {
    agent.socket.send(Buffer.from('{"type":"ping"}'));
    assert.equal(await agent.next(), invalid);
    await goesOn();
  });
});

test('agents whose clocks are wrong are shown, and cannot spoil history', async () => {
  const clocks = await hub.addServer('clocks');
  const agent = await hub.connectedAgent(clocks);
  const frontend = await hub.connectedFrontend('metrics', clocks);
  const day = 24 * 3600 * 1000;
  const now = Date.now();
  const skewed = [1.01 * day, -1.01 * day, 50 * 365 * day, -50 * 365 * day].map((skew) => new Date(now + skew).toISOString());
  for (const timestamp of [...skewed, '9999-12-31T23:59:59Z', '0000-00-00T00:00:00Z', 'yesterday', '']) {
    agent.say(JSON.stringify({ type: 'metrics', cpu_percent: 50, timestamp }));
    assert.equal(JSON.parse(await frontend.next()).data.timestamp, timestamp);
  }
  const right = new Date(now - 60_000).toISOString();
  agent.say(JSON.stringify({ type: 'metrics', cpu_percent: 7, timestamp: right }));
  assert.equal(JSON.parse(await frontend.next()).data.timestamp, right);
  const history = async (from, to) => {
    const range = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}&step=5&metrics=cpu_percent`;
    return (await hub.request('GET', `/api/v1/servers/${clocks.server_id}/metrics?${range}`)).json;
  };
  const minute = 60_000;
  await until(async () => (await history(now - 2 * minute, now)).metrics.cpu_percent?.avg.includes(7), 'the right sample in history');
  for (const time of skewed) {
    const moment = Date.parse(time);
    assert.deepEqual((await history(moment - minute, moment + minute)).times ?? [], [], time);
  }
  agent.socket.close();
  frontend.socket.close();
});

test('the caller learns at once that an agent was killed in the middle of a command', async () => {
  const machine = await hub.addServer('machine');
  const agent = await hub.startAgent(machine, { config: { locks: { host_commands: true } } });
  const begun = hub.request('POST', `/api/v1/servers/${machine.server_id}/commands`, { command: 'sleep 1000' });
  await until(() => agent.children().length > 0, 'the command');
  const [left] = agent.children();
  await agent.stop('SIGKILL');
  const killed = Date.now();
  const answer = await within(begun, 'the answer', 5000);
  assert.equal(answer.status, 502);
  assert.match(answer.json.detail, /agent/);
  assert.ok(Date.now() - killed < 2000);
  process.kill(left); // nobody is left who would
  const again = await hub.request('POST', `/api/v1/servers/${machine.server_id}/commands`, { command: 'true' });
  assert.equal(again.status, 409);
});

test('the caller learns at once that an agent hung up in the middle of an action', async () => {
  const agent = await hub.connectedAgent(server);
  const begun = hub.request('POST', `/api/v1/servers/${server.server_id}/containers/db/stop`);
  await agent.next();
  agent.socket.terminate();
  assert.equal((await within(begun, 'the answer', 5000)).status, 502);
});

test('an answer that comes after the agent was replaced counts nothing', async () => {
  const first = await hub.connectedAgent(server);
  const begun = hub.request('POST', `/api/v1/servers/${server.server_id}/containers/db/stop`);
  const { command_id: id } = JSON.parse(await first.next());
  const second = await hub.connectedAgent(server);
  assert.equal((await within(begun, 'the answer', 5000)).status, 502);
  assert.equal((await within(first.closed, 'its end')).code, 1008);
  second.say(`{"type":"docker_response","command_id":"${id}","success":true,"message":"Container stopped"}`);
  second.say('{"type":"ping"}');
  assert.equal(await second.next(), '{"type":"pong"}');
  second.socket.close();
});
