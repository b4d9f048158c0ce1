// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The hub against a foreign WebSocket library, which says every message of the protocol's document letter by letter,
// in the role of the agent and of the frontend. Placeholders in the document ("uuid", "your-api-key-here") are filled in
// where the hub could not let them pass.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Hub } from './support/hub.mjs';
import { event, within } from './support/until.mjs';

let hub;
let server;

before(async () => {
  hub = await Hub.start();
  server = await hub.addServer('web-1');
});
after(() => hub?.remove());

const agentAuth = (key) => `{
  "type": "auth",
  "api_key": "${key}"
}`;

const frontendAuth = (token) => `{
  "type": "auth",
  "token": "${token}"
}`;

const metrics = `{
  "type": "metrics",
  "server_id": "uuid",
  "cpu_percent": 45.2,
  "memory_percent": 62.5,
  "disk_usage": [],
  "network": [],
  "timestamp": "2024-01-01T00:00:00Z"
}`;

async function connectedAgent() {
  const agent = await hub.agent();
  agent.say(agentAuth(server.api_key));
  assert.deepEqual(JSON.parse(await agent.next()), {
    type: 'auth_success',
    server_id: server.server_id,
    message: 'Connected successfully',
  });
  return agent;
}

async function connectedFrontend(kind) {
  const frontend = await hub.frontend(kind, server.server_id);
  frontend.say(frontendAuth(hub.token));
  assert.deepEqual(JSON.parse(await frontend.next()), { type: 'auth_success', message: 'Authenticated successfully' });
  return frontend;
}

describe('the first start', () => {
  test('tells the URL and the admin once', async () => {
    assert.match(hub.first.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(hub.first.admin_username, 'admin');
    assert.ok(hub.first.admin_password.length >= 16);
  });
});

describe('agent', () => {
  test('metrics go to history and to frontends', async () => {
    const agent = await connectedAgent();
    const frontend = await connectedFrontend('metrics');
    agent.say(metrics);
    assert.deepEqual(JSON.parse(await frontend.next()), {
      type: 'metrics',
      data: {
        cpu_percent: 45.2, memory_percent: 62.5, disk_usage: [], network: [], timestamp: '2024-01-01T00:00:00Z',
      },
    });
    agent.socket.close();
    frontend.socket.close();
  });

  test('command and command_response', async () => {
    const agent = await connectedAgent();
    const answer = hub.request('POST', `/api/v1/servers/${server.server_id}/commands`, { command: 'ls -la' });
    const command = JSON.parse(await agent.next());
    assert.equal(command.type, 'command');
    assert.equal(command.command, 'ls -la');
    assert.match(command.command_id, /^[0-9a-f-]{36}$/);
    agent.say(`{
  "type": "command_response",
  "command_id": "${command.command_id}",
  "output": "total 100\\n...",
  "exit_code": 0,
  "duration_ms": 150
}`);
    assert.deepEqual(await within(answer, 'the answer'), {
      status: 200,
      json: { command_id: command.command_id, output: 'total 100\n...', exit_code: 0, duration_ms: 150 },
    });
    agent.socket.close();
  });

  test('docker_command and docker_response', async () => {
    const agent = await connectedAgent();
    const answer = hub.request('POST', `/api/v1/servers/${server.server_id}/containers/container-id/start`);
    const command = JSON.parse(await agent.next());
    assert.deepEqual(command, {
      type: 'docker_command', command_id: command.command_id, action: 'start', container_id: 'container-id',
    });
    agent.say(`{
  "type": "docker_response",
  "command_id": "${command.command_id}",
  "success": true,
  "message": "Container started"
}`);
    assert.deepEqual(await within(answer, 'the answer'), {
      status: 200,
      json: { command_id: command.command_id, success: true, message: 'Container started' },
    });
    agent.socket.close();
  });

  test('authentication failed', async () => {
    const agent = await hub.agent();
    agent.say(agentAuth('your-api-key-here'));
    assert.equal(await agent.next(), '{"type":"error","message":"Invalid or inactive API key"}');
    assert.equal((await within(agent.closed, 'the end')).code, 1008);
  });

  test('a revoked key', async () => {
    const revoked = await hub.addServer('revoked');
    assert.equal((await hub.request('DELETE', `/api/v1/servers/${revoked.server_id}/key`)).status, 204);
    const agent = await hub.agent();
    agent.say(agentAuth(revoked.api_key));
    assert.equal(await agent.next(), '{"type":"error","message":"Invalid or inactive API key"}');
    assert.equal((await within(agent.closed, 'the end')).code, 1008);
  });

  for (const [name, text] of Object.entries({
    metrics, ping: '{"type":"ping"}', 'an unknown type': '{"type":"quantum"}', 'no JSON': 'hello',
    'a response': '{"type":"command_response","command_id":"uuid","output":"","exit_code":0,"duration_ms":0}',
  })) {
    test(`before auth: ${name}`, async () => {
      const agent = await hub.agent();
      agent.say(text);
      assert.equal(JSON.parse(await agent.next()).type, 'error');
      assert.equal((await within(agent.closed, 'the end')).code, 1008);
    });
  }

  test('an unknown type is answered', async () => {
    const agent = await connectedAgent();
    agent.say('{"type":"quantum"}');
    assert.equal(await agent.next(), '{"type":"error","message":"Unknown message type"}');
    agent.say('{"type":"ping"}');
    assert.equal(await agent.next(), '{"type":"pong"}');
    agent.socket.close();
  });

  test('auth twice is answered', async () => {
    const agent = await connectedAgent();
    agent.say(agentAuth(server.api_key));
    assert.equal(JSON.parse(await agent.next()).type, 'error');
    agent.say('{"type":"ping"}');
    assert.equal(await agent.next(), '{"type":"pong"}');
    agent.socket.close();
  });

  test('a second agent with the same key replaces the first', async () => {
    const first = await connectedAgent();
    const second = await connectedAgent();
    assert.deepEqual(await within(first.closed, 'the end'), { code: 1008, reason: 'another agent connected with the same key' });
    second.say('{"type":"ping"}');
    assert.equal(await second.next(), '{"type":"pong"}');
    second.socket.close();
  });

  test('nobody is there to command', async () => {
    const away = await hub.addServer('away');
    assert.equal((await hub.request('POST', `/api/v1/servers/${away.server_id}/commands`, { command: 'ls -la' })).status, 409);
    assert.equal((await hub.request('POST', `/api/v1/servers/${away.server_id}/containers/container-id/start`)).status, 409);
  });

  for (const [name, text] of Object.entries({
    'no JSON': 'hello', 'not an object': '[1]', 'no type': '{"api_key":"x"}', 'no end': '{"type":"metrics"',
  })) {
    test(`invalid message: ${name}`, async () => {
      const agent = await connectedAgent();
      agent.say(text);
      assert.equal(await agent.next(), '{"type":"error","message":"Invalid message format"}');
      agent.say('{"type":"ping"}'); // the connection goes on
      assert.equal(await agent.next(), '{"type":"pong"}');
      agent.socket.close();
    });
  }

  test('a message beyond 1 MiB', async () => {
    const agent = await connectedAgent();
    agent.say(`{"type":"metrics","x":"${'x'.repeat(1024 * 1024)}"}`);
    assert.equal((await within(agent.closed, 'the end')).code, 1009);
  });

  test('a WebSocket ping is answered', async () => {
    const agent = await connectedAgent();
    const pong = new Promise((resolve) => { agent.socket.once('pong', resolve); });
    agent.socket.ping('x');
    assert.equal((await within(pong, 'the pong')).toString(), 'x');
    agent.socket.close();
  });
});

describe('frontend', () => {
  test('logs', async () => {
    const agent = await connectedAgent();
    const frontend = await connectedFrontend('logs');
    agent.say(`{
  "type": "log",
  "data": {
    "level": "INFO",
    "message": "Log message",
    "timestamp": "2024-01-01T00:00:00Z"
  }
}`);
    assert.deepEqual(JSON.parse(await frontend.next()), {
      type: 'log',
      data: { level: 'INFO', message: 'Log message', timestamp: '2024-01-01T00:00:00Z' },
    });
    agent.socket.close();
    frontend.socket.close();
  });

  test('logs that were asked for', async () => {
    const agent = await hub.agent();
    agent.say(JSON.stringify({ type: 'auth', api_key: server.api_key, capabilities: ['logs'] }));
    assert.equal(JSON.parse(await agent.next()).type, 'auth_success');
    const frontend = await hub.frontend('logs', `${server.server_id}?container=web&tail=2`);
    frontend.say(frontendAuth(hub.token));
    assert.equal(JSON.parse(await frontend.next()).type, 'auth_success');
    const asked = JSON.parse(await agent.next());
    assert.deepEqual(asked, {
      type: 'log_subscribe', subscription_id: asked.subscription_id, source: 'container', container_id: 'web', tail: 2,
      follow: true,
    });
    const data = { level: 'INFO', message: 'm', timestamp: '2024-01-01T00:00:00Z', subscription_id: asked.subscription_id };
    agent.say(JSON.stringify({ type: 'log', data }));
    assert.deepEqual(JSON.parse(await frontend.next()), { type: 'log', data });
    frontend.socket.close();
    assert.deepEqual(JSON.parse(await agent.next()), {
      type: 'log_unsubscribe', subscription_id: asked.subscription_id,
    });
    agent.socket.close();
  });

  for (const kind of ['metrics', 'logs']) {
    test(`${kind}: a wrong token`, async () => {
      const frontend = await hub.frontend(kind, server.server_id);
      frontend.say(frontendAuth('jwt-access-token'));
      assert.equal((await within(frontend.closed, 'the end')).code, 1008);
    });

    test(`${kind}: an unknown server`, async () => {
      const frontend = await hub.frontend(kind, 'uuid');
      frontend.say(frontendAuth(hub.token));
      assert.equal((await within(frontend.closed, 'the end')).code, 1008);
    });

    test(`${kind}: somebody else's server`, async () => {
      const viewer = { username: `viewer-${kind}`, password: 'correct horse battery', role: 'viewer', servers: [] };
      assert.equal((await hub.request('POST', '/api/v1/users', viewer)).status, 201);
      const frontend = await hub.frontend(kind, server.server_id);
      frontend.say(frontendAuth(await hub.login(viewer.username, viewer.password)));
      assert.equal((await within(frontend.closed, 'the end')).code, 1008);
    });

    for (const [name, text] of Object.entries({ ping: '{"type":"ping"}', 'no JSON': 'hello', 'an agent\'s key': agentAuth('x') })) {
      test(`${kind}: before auth: ${name}`, async () => {
        const frontend = await hub.frontend(kind, server.server_id);
        frontend.say(text);
        assert.equal(JSON.parse(await frontend.next()).type, 'error');
        assert.equal((await within(frontend.closed, 'the end')).code, 1008);
      });
    }

    for (const [text, message] of [['hello', 'Invalid message format'], ['[1]', 'Invalid message format'], [metrics, 'Unknown message type']]) {
      test(`${kind}: ${message}: ${text.slice(0, 8)}`, async () => {
        const frontend = await connectedFrontend(kind);
        while (frontend.heard.length > 0) {
          frontend.heard.shift();
        }
        frontend.say(text);
        assert.deepEqual(JSON.parse(await frontend.next()), { type: 'error', message });
        frontend.say('{"type":"ping"}'); // the connection goes on
        assert.equal(await frontend.next(), '{"type":"pong"}');
        frontend.socket.close();
      });
    }

    test(`${kind}: ping`, async () => {
      const frontend = await connectedFrontend(kind);
      while (frontend.heard.length > 0) {
        frontend.heard.shift();
      }
      frontend.say('{"type":"ping"}');
      assert.equal(await frontend.next(), '{"type":"pong"}');
      frontend.socket.close();
    });
  }
});

describe('time', () => {
  test('no auth within 10 s', async () => {
    const peers = [await hub.agent(), await hub.frontend('metrics', server.server_id), await hub.frontend('logs', server.server_id)];
    const begun = Date.now();
    for (const peer of peers) {
      assert.deepEqual(JSON.parse(await peer.next()), { type: 'error', message: 'Authentication timeout' });
      assert.equal((await within(peer.closed, 'the end')).code, 1008);
    }
    assert.ok(Date.now() - begun > 9000);
  });

  test('the hub sends pings', async () => {
    const peers = [await connectedAgent(), await connectedFrontend('metrics'), await connectedFrontend('logs')];
    await within(Promise.all(peers.map((peer) => event(peer.socket, 'ping'))), 'a ping to each');
    peers.forEach((peer) => peer.socket.close());
  });
});

describe('the end', () => {
  test('everybody is told, and what was there is there again', async () => {
    const agent = await connectedAgent();
    assert.equal(await hub.stop(), 0);
    assert.equal((await within(agent.closed, 'the end')).code, 1001);
    await hub.run();
    assert.deepEqual(Object.keys(JSON.parse(hub.program.firstLine)), ['url']);
    const { servers } = (await hub.request('GET', '/api/v1/servers')).json;
    assert.ok(servers.some(({ name }) => name === 'web-1'));
    const again = await connectedAgent();
    again.socket.close();
  });
});
