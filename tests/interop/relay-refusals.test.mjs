// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a client hears that gets no shell through the hub: error 202 with the reason, then the close.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { startContainer } from './support/container.mjs';
import { npmClients } from './support/environment.mjs';
import { openSession } from './support/npmclient.mjs';
import { Relay } from './support/relay.mjs';
import { until, within } from './support/until.mjs';
import { Wire, code } from './support/wire.mjs';

const known = 1000; // ms until a refusal that is known is told

let container;
let relay;

before(async () => { container = await startContainer(); });
after(async () => { await container?.remove(); });
afterEach(async () => {
  await relay?.remove();
  relay = undefined;
});

async function refusal(where, options = relay.options, opening = { command: ['cat'] }) {
  const wire = await Wire.open(where, opening, options);
  const reason = (await wire.message(code.error, known)).toString();
  await within(wire.closed, 'the end of the connection');
  return reason;
}

async function opened() {
  let wire;
  await until(async () => {
    wire = await Wire.open(relay.at(container.id), { command: ['cat'] }, relay.options);
    await Promise.race([wire.message(code.resume), wire.closed]);
    return wire.received[0]?.[0] === code.resume;
  }, 'a shell');
  return wire;
}

test('the lock is closed', async () => {
  relay = await Relay.start({ locks: { exec: false } });
  assert.match(await refusal(relay.at(container.id)), /the lock exec/);
  const shell = await openSession(npmClients['3.0.0'], await relay.ticketUrl(container.id), { command: ['cat'] });
  await until(() => shell.errors.length > 0, 'the refusal');
  assert.match(shell.errors[0], /the lock exec/);
});

test('all privileges are as good as a command on the machine', async () => {
  relay = await Relay.start();
  const { url } = relay.at(container.id);
  const wire = new Wire(`${url}?command=id&privileged=true`, relay.options);
  assert.match((await wire.message(code.error)).toString(), /the lock host_commands/);
});

test('one session too many', async () => {
  relay = await Relay.start({ max_exec_sessions: 1 });
  const first = await opened();
  assert.equal(await refusal(relay.at(container.id)), 'Too many sessions active!');
  first.send(code.end);
  assert.equal(await first.exitCode(), 0);
  await opened();
});

test('no such container, and one that does not run', async () => {
  relay = await Relay.start();
  await opened();
  assert.match(await refusal(relay.at('no-such-container')), /no-such-container does not exist/);
  const still = await startContainer({ start: false });
  try {
    assert.match(await refusal(relay.at(still.id)), /is not running/);
  } finally {
    await still.remove();
  }
});

test('the agent is away', async () => {
  relay = await Relay.start();
  await relay.stopAgent();
  await until(async () => !(await relay.state()).online, 'the loss of the agent');
  assert.match(await refusal(relay.at(container.id)), /it is not connected$/);
});

test('the agent is too old', async () => {
  relay = await Relay.start();
  await relay.stopAgent();
  const old = await relay.hub.agent();
  old.say(JSON.stringify({ type: 'auth', api_key: relay.server.api_key }));
  await old.next();
  assert.match(await refusal(relay.at(container.id)), /it cannot open shells; update it$/);
  old.socket.close();
});

test('a token that is none, a ticket used twice, a container with ../', async () => {
  relay = await Relay.start();
  const foreign = { headers: { Authorization: 'Bearer x' } };
  assert.equal(await refusal(relay.at(container.id), foreign), 'Invalid or expired token');
  const url = await relay.ticketUrl(container.id);
  const wire = await Wire.open({ url }, { command: ['cat'] });
  await within(Promise.race([wire.message(code.resume), wire.message(code.error)]), 'an answer');
  assert.match(await refusal({ url }, {}), /the ticket/);
  assert.match(await refusal(relay.at('..%2F..%2Fimages')), /the container's id is not valid/);
});
