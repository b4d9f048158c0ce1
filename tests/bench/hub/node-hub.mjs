// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A hub on the npm package ws, as one would write it: the protocol of agents and metrics frontends, keys by their
// SHA-256, one JSON.parse for each message, one JSON.stringify for all who watch. It stores nothing.
//
// node-hub.mjs FILE: FILE is JSON, {"keys": {"<SHA-256 of a key, hex>": "<server id>", …}, "token": "<of frontends>"}.
// The first line on stdout is {"url": "http://127.0.0.1:<port>"}.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';

const packages = createRequire(path.join(process.env.FAIRLEAD_INTEROP_DIR, 'package.json'));
const { WebSocketServer } = packages('ws');

const { keys, token } = JSON.parse(readFileSync(process.argv[2], 'utf8'));

const maxMessage = 1024 * 1024;
const maxBacklog = 256 * 1024; // of a frontend; what comes beyond it is dropped
const pingInterval = 15_000;
const authTimeout = 10_000;

const agents = new Map();   // server id → socket
const samples = new Map();  // server id → the last one
const watchers = new Map(); // server id → sockets
const alive = new Map();    // socket → something came since the last ping

function refuse(socket, message) {
  socket.send(JSON.stringify({ type: 'error', message }));
  socket.close(1008, message);
}

function parse(socket, data, isBinary) {
  try {
    const message = isBinary ? null : JSON.parse(data);
    if (message !== null && typeof message === 'object' && typeof message.type === 'string') {
      return message;
    }
  } catch {
    // is answered below
  }
  socket.send('{"type":"error","message":"Invalid message format"}');
  return null;
}

function publish(serverId, sample) {
  samples.set(serverId, sample);
  const sockets = watchers.get(serverId);
  if (sockets === undefined) {
    return;
  }
  const bytes = Buffer.from(JSON.stringify({ type: 'metrics', data: sample }));
  for (const socket of sockets) {
    if (socket.bufferedAmount < maxBacklog) {
      socket.send(bytes, { binary: false });
    }
  }
}

function serveAgent(socket) {
  let serverId = null;
  const deadline = setTimeout(() => refuse(socket, 'Authentication timeout'), authTimeout);
  socket.on('message', (data, isBinary) => {
    alive.set(socket, true);
    const message = parse(socket, data, isBinary);
    if (message === null) {
      return;
    }
    if (serverId === null) {
      serverId = message.type === 'auth' ? keys[createHash('sha256').update(String(message.api_key)).digest('hex')] : null;
      clearTimeout(deadline);
      if (!serverId) {
        refuse(socket, 'Invalid or inactive API key');
        return;
      }
      agents.get(serverId)?.close(1008, 'another agent connected with the same key');
      agents.set(serverId, socket);
      socket.send(JSON.stringify({ type: 'auth_success', server_id: serverId, message: 'Connected successfully' }));
    } else if (message.type === 'metrics') {
      const { type, server_id: ignored, ...sample } = message;
      publish(serverId, sample);
    } else if (message.type === 'ping') {
      socket.send('{"type":"pong"}');
    } else {
      socket.send('{"type":"error","message":"Unknown message type"}');
    }
  });
  socket.on('close', () => {
    clearTimeout(deadline);
    if (agents.get(serverId) === socket) {
      agents.delete(serverId);
    }
  });
}

function serveFrontend(socket, serverId) {
  let isOpen = false;
  const deadline = setTimeout(() => refuse(socket, 'Authentication timeout'), authTimeout);
  socket.on('message', (data, isBinary) => {
    alive.set(socket, true);
    const message = parse(socket, data, isBinary);
    if (message === null) {
      return;
    }
    if (isOpen) {
      socket.send(message.type === 'ping' ? '{"type":"pong"}' : '{"type":"error","message":"Unknown message type"}');
      return;
    }
    clearTimeout(deadline);
    if (message.type !== 'auth' || message.token !== token) {
      refuse(socket, 'Invalid or expired token');
      return;
    }
    isOpen = true;
    socket.send('{"type":"auth_success","message":"Authenticated successfully"}');
    watchers.set(serverId, (watchers.get(serverId) ?? new Set()).add(socket));
    if (samples.has(serverId)) {
      socket.send(JSON.stringify({ type: 'metrics', data: samples.get(serverId) }));
    }
  });
  socket.on('close', () => {
    clearTimeout(deadline);
    watchers.get(serverId)?.delete(socket);
  });
}

const server = createServer((request, response) => response.writeHead(404).end());
const sockets = new WebSocketServer({ server, maxPayload: maxMessage, perMessageDeflate: false, clientTracking: false });
sockets.on('connection', (socket, request) => {
  alive.set(socket, true);
  socket.on('pong', () => alive.set(socket, true));
  socket.on('close', () => alive.delete(socket));
  socket.on('error', () => {});
  const frontend = /^\/api\/v1\/ws\/metrics\/([^/]+)$/.exec(request.url);
  if (request.url === '/api/v1/agents/ws') {
    serveAgent(socket);
  } else if (frontend !== null) {
    serveFrontend(socket, frontend[1]);
  } else {
    socket.close(1008, 'no such path');
  }
});

setInterval(() => {
  for (const [socket, isAlive] of alive) {
    if (isAlive) {
      alive.set(socket, false);
      socket.ping();
    } else {
      socket.terminate();
    }
  }
}, pingInterval);

server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }));
});
