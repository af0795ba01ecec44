import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Message, NotificationMessage, RequestMessage } from 'vscode-languageserver';
import { createLifecycle } from '../../../server/src/lifecycle.ts';
import { startClient } from './client.ts';

const NOT_INITIALIZED = -32002;
const INVALID_REQUEST = -32600;

/** What comes in, a request ending with `?`, and what is passed on: its method, a code of refusal, or nothing. */
const SESSIONS: Readonly<Record<string, readonly (readonly [message: string, passed: unknown])[]>> = {
  'a session as it should be': [
    ['initialize?', 'initialize'],
    ['initialized', 'initialized'],
    ['textDocument/hover?', 'textDocument/hover'],
    ['shutdown?', 'shutdown'],
    ['exit', 'exit'],
  ],
  'a client that does not introduce itself': [
    ['textDocument/didOpen', null],
    ['textDocument/hover?', NOT_INITIALIZED],
    ['shutdown?', NOT_INITIALIZED],
    ['exit', 'exit'],
  ],
  'a client that asks on after it has ended the session': [
    ['initialize?', 'initialize'],
    ['shutdown?', 'shutdown'],
    ['textDocument/hover?', INVALID_REQUEST],
    ['shutdown?', INVALID_REQUEST],
  ],
  'a client that introduces itself twice': [
    ['initialize?', 'initialize'],
    ['initialize?', INVALID_REQUEST],
    ['textDocument/hover?', 'textDocument/hover'],
  ],
};

function messageOf(text: string): RequestMessage | NotificationMessage {
  const method = text.replace('?', '');
  return method === text ? { jsonrpc: '2.0', method } : { jsonrpc: '2.0', method, id: 1 };
}

describe('what the protocol allows at a time', () => {
  for (const [session, messages] of Object.entries(SESSIONS)) {
    it(session, () => {
      const lifecycle = createLifecycle();
      for (const [text, expected] of messages) {
        let passed: unknown = null;
        lifecycle.handleMessage(messageOf(text), (message: Message) => {
          const { method, params } = message as RequestMessage;
          passed = Array.isArray(params) ? (params as unknown[])[0] : method;
        });
        assert.equal(passed, expected, text);
      }
    });
  }

  it('is what the server answers by', async () => {
    const client = await startClient({});
    const { connection } = client;
    await assert.rejects(connection.sendRequest('initialize', { capabilities: {} }), {
      code: INVALID_REQUEST,
    });
    await connection.sendRequest('shutdown');
    await assert.rejects(connection.sendRequest('sysmon/documentInfo', { uri: 'file:///a.xml' }), {
      code: INVALID_REQUEST,
      message: 'sysmon/documentInfo came after shutdown.',
    });
    const exited = new Promise(resolve => client.process.once('exit', resolve));
    await connection.sendNotification('exit');
    assert.equal(await exited, 0);
    connection.dispose();
  });
});
