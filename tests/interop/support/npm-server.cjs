// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// npm-server.cjs ENGINE CONTAINER MAX-SESSIONS: the server of npm, for tests of our client and for the benchmark.
// Prints one line of JSON with its url, as ours does. A line on stdin, or its end, makes it close all sessions.

'use strict';

const http = require('node:http');
const { createRequire } = require('node:module');
const path = require('node:path');

const packages = createRequire(path.join(process.env.FAIRLEAD_INTEROP_DIR, 'package.json'));
const { DockerExecServer } = packages('docker-exec-websocket-server');

const [engine, containerId, maxSessions] = process.argv.slice(2);
const server = http.createServer();
const exec = new DockerExecServer({
  server,
  containerId,
  path: '/npm',
  dockerSocket: engine.replace(/^unix:\/\//, ''),
  maxSessions: Number(maxSessions),
});

server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `ws://127.0.0.1:${server.address().port}/npm` }));
});

process.stdin.once('data', () => exec.close());
process.stdin.once('end', () => process.exit(0));
