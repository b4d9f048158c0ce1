// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A hub, and two agents on machines of their own behind NAT, one of which loses its network for a while. Runs on the hub's
// machine; see ./machines.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { Hub } from '../interop/support/hub.mjs';
import { until, within } from '../interop/support/until.mjs';

const hubAddress = '203.0.113.1';
const config = { interval_s: 1, locks: { host_commands: true } };
// The hub finds out by its second ping, the agent by its own; then the agent waits before it dials, at most as long again.
const lossTime = 50_000;
const returnTime = 90_000;

let hub;
const machines = [];

before(async () => {
  hub = await Hub.start({ listen: '0.0.0.0:0' });
  for (const number of [1, 2]) {
    const server = await hub.addServer(`machine-${number}`);
    const inside = ['ip', 'netns', 'exec', process.env[`NETNS_AGENT${number}`]];
    const agent = await hub.startAgent(server, { config, inside, host: hubAddress });
    machines.push({ server, agent, router: process.env[`NETNS_ROUTER${number}`] });
  }
});
after(async () => {
  for (const { agent } of machines) {
    await agent.stop();
  }
  await hub?.remove();
});

const state = ({ server }) => hub.state(server);
const setCable = ({ router }, way) => execFileSync('ip', ['-n', router, 'link', 'set', 'wan', way]);

/** The times of the samples in history, in ms. */
async function history({ server }, from) {
  const range = `from=${Math.floor(from / 1000)}&step=1&metrics=cpu_percent`;
  const { json } = await hub.request('GET', `/api/v1/servers/${server.server_id}/metrics?${range}`);
  return json.times.map((time) => new Date(time).getTime());
}

async function seesLiveMetrics({ server }) {
  const frontend = await hub.connectedFrontend('metrics', server);
  await frontend.next(); // can be the last one before this
  const first = JSON.parse(await frontend.next());
  const second = JSON.parse(await frontend.next());
  assert.equal(second.type, 'metrics');
  assert.ok(new Date(second.data.timestamp) > new Date(first.data.timestamp));
  frontend.socket.close();
}

async function obeys({ server }) {
  const answer = await hub.request('POST', `/api/v1/servers/${server.server_id}/commands`, { command: 'echo here' });
  assert.equal(answer.status, 200);
  assert.equal(answer.json.output.trim(), 'here');
}

test('the agents come out of their NAT, are seen live, and obey', async () => {
  assert.equal((await state(machines[0])).address, '203.0.113.2');
  assert.equal((await state(machines[1])).address, '203.0.113.6');
  for (const machine of machines) {
    await seesLiveMetrics(machine);
    await obeys(machine);
  }
});

test('a machine that loses its network comes back, and its history has no gap', async () => {
  const [cut, other] = machines;
  const begun = Date.now();
  await until(async () => (await history(cut, begun)).length >= 2, 'the first samples');
  const { connected_since: otherSince } = await state(other);
  setCable(cut, 'down');
  await until(async () => !(await state(cut)).online, 'the loss', lossTime);
  assert.match((await state(cut)).disconnect_cause, /ping|reached/);
  await seesLiveMetrics(other);
  const lost = Date.now();
  setCable(cut, 'up');
  execFileSync('ip', ['-n', cut.router, 'route', 'replace', 'default', 'via', hubAddress]); // goes with the cable
  await until(async () => (await state(cut)).online, 'the return', returnTime);
  await within(seesLiveMetrics(cut), 'live metrics');
  await obeys(cut);
  await until(async () => (await history(cut, begun)).at(-1) > lost, 'history after the loss');
  const times = await history(cut, begun);
  const gaps = times.slice(1).map((time, i) => time - times[i]);
  assert.ok(Math.max(...gaps) <= 3000, `a gap of ${Math.max(...gaps)} ms`);
  assert.equal((await state(other)).connected_since, otherSince);
});
