// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What ./dev and ctest tell the tests, and the npm packages, which live in the build folder.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';

function variable(name) {
  assert.ok(process.env[name], `${name} is not set; start the tests with ./dev test`);
  return process.env[name];
}

const packages = createRequire(path.join(variable('FAIRLEAD_INTEROP_DIR'), 'package.json'));

export const binDir = variable('FAIRLEAD_BIN_DIR');
export const engine = process.env.FAIRLEAD_TEST_DOCKER || process.env.DOCKER_HOST || 'unix:///var/run/docker.sock';
/** Memory means nothing under a sanitizer, and everything takes longer. */
export const isSanitized = Boolean(process.env.FAIRLEAD_SANITIZE);

export const WebSocket = packages('ws');
/** Both generations of the npm client; 1.4.0 brings a WebSocket library of its own. */
export const npmClients = {
  '3.0.0': packages('docker-exec-websocket-client').DockerExecClient,
  '1.4.0': packages('client-1.4.0').DockerExecClient,
};
