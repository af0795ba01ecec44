import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import {
  fetchUpstream,
  termsOf,
  UpstreamError,
  withCredit,
  type UpstreamFile,
} from '../../../client/src/upstream.ts';
import { loading } from '../loader/loading.ts';

const shipped = JSON.parse(
  readFileSync(new URL('../../../snippets/upstream.json', import.meta.url), 'utf8'),
) as UpstreamFile[];

const content = '<Sysmon schemaversion="4.90"><EventFiltering/></Sysmon>\n';
const sha256 = createHash('sha256').update(content).digest('hex');
const file: UpstreamFile = { ...shipped[0]!, sha256, maxBytes: 1000 };

const servers: Server[] = [];
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** Starts a server on this machine and gives its address. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function assertFails(
  answer: RequestListener,
  message: RegExp,
  changes: Partial<UpstreamFile> = {},
  timeoutMs = 20_000,
): Promise<void> {
  const base = await serve(answer);
  await assert.rejects(fetchUpstream({ ...file, ...changes }, { base, timeoutMs }), error => {
    assert.ok(error instanceof UpstreamError, String(error));
    assert.match(error.message, message);
    return true;
  });
}

describe('fetching from upstream', () => {
  it('gives the file that is pinned, asked for by its path', async () => {
    const asked: string[] = [];
    const base = await serve((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end(content);
    });
    assert.equal(await fetchUpstream(file, { base }), content);
    assert.deepEqual(asked, [`GET /${file.repository}/${file.commit}/${file.path}`]);
  });

  it('takes a file of exactly the limit, in pieces', async () => {
    const base = await serve((_, response) => {
      response.write(content.slice(0, 10));
      setTimeout(() => response.end(content.slice(10)), 20);
    });
    assert.equal(await fetchUpstream({ ...file, maxBytes: content.length }, { base }), content);
  });

  it('opens nothing with another checksum', () =>
    assertFails(
      (_, response) => response.end(`${content}<!-- -->`),
      /not the one that is pinned.*SHA-256 is [0-9a-f]{64}/,
    ));

  it('does not read a file that says it is too large', async () => {
    let sent = false;
    await assertFails((_, response) => {
      response.writeHead(200, { 'content-length': 5000 });
      response.flushHeaders();
      setTimeout(() => (sent = response.write('a'.repeat(5000))), 300).unref();
    }, /larger than the limit of 1 KB/);
    assert.equal(sent, false);
  });

  it('stops reading a file that does not end', () =>
    assertFails((_, response) => {
      const timer = setInterval(() => response.write('a'.repeat(400)), 5);
      response.on('close', () => clearInterval(timer));
    }, /larger than the limit/));

  for (const status of [301, 302, 307, 308]) {
    it(`does not follow a redirect (${status})`, async () => {
      const other = await serve((_, response) => response.end(content));
      await assertFails(
        (_, response) => response.writeHead(status, { location: other }).end(),
        /another address/,
      );
    });
  }

  it('says that the file is gone', () =>
    assertFails((_, response) => response.writeHead(404).end(content), /status 404: the file is not there/));

  it('says which other status came', () =>
    assertFails((_, response) => response.writeHead(503).end(content), /status 503/));

  it('does not wait for ever for an answer', () =>
    assertFails(() => undefined, /within 0\.4 seconds/, {}, 400));

  it('does not wait for ever for the rest of the file', () =>
    assertFails((_, response) => response.write('<Sysmon'), /within 0\.4 seconds/, {}, 400));

  it('says that the connection was cut', () =>
    assertFails(request => request.socket.destroy(), /could not be fetched from 127\.0\.0\.1/));

  it('says that the connection was cut in the middle', () =>
    assertFails((request, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.slice(0, 10));
      setTimeout(() => request.socket.destroy(), 20);
    }, /could not be fetched from 127\.0\.0\.1/));

  it('says that nobody listens', async () => {
    const base = await serve(() => undefined);
    await new Promise(resolve => servers.pop()!.close(resolve));
    await assert.rejects(fetchUpstream(file, { base }), /could not be fetched.*ECONNREFUSED/);
  });

  it('refuses what is not text', async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x3c, 0x00]);
    await assertFails((_, response) => response.end(bytes), /not UTF-8/, {
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  });

  it('ends when the user cancels', async () => {
    const abort = new AbortController();
    const base = await serve(() => abort.abort());
    await assert.rejects(fetchUpstream(file, { base, signal: abort.signal }), /cancelled/);
    await assert.rejects(fetchUpstream(file, { base, signal: abort.signal }), /cancelled/);
  });

  it('asks no other host, and no other machine in a test', async () => {
    const urls = [
      'http://raw.githubusercontent.com/a/b/c',
      'https://raw.githubusercontent.com.example/a',
      'https://example.com/a',
      'https://user:word@raw.githubusercontent.com/a',
      'https://raw.githubusercontent.com:444/a',
    ];
    for (const url of urls) await assert.rejects(fetchUpstream({ ...file, url }), /only https/);
    await assert.rejects(fetchUpstream(file, { base: 'https://example.com' }), /not on this machine/);
  });
});

describe('the credit', () => {
  it('stands on top, and the configuration is accepted with it', () => {
    const text = withCredit(content, file);
    assert.ok(text.startsWith('<!--'));
    assert.ok(text.endsWith(content));
    for (const part of [
      file.attribution,
      file.url,
      file.commit,
      file.sha256,
      file.licence,
      file.licenceUrl,
    ]) {
      assert.ok(text.includes(part), part);
    }
    assert.equal(loading(text).loaded.accepted, true);
  });

  it('stands behind an XML declaration, with the line ends of the file', () => {
    const text = withCredit(`<?xml version="1.0" encoding="utf-8"?>\r\n${content}`, file);
    assert.match(text, /^<\?xml version="1\.0" encoding="utf-8"\?>\r\n<!--\r\n {2}\S[^\n]*\r\n/);
    assert.equal(loading(text).loaded.accepted, true);
  });

  it('has nothing that ends the comment', () => {
    const text = withCredit(content, { ...file, attribution: 'a --> <b/> ---' });
    assert.equal(loading(text).loaded.accepted, true, text);
  });
});

describe('the files of upstream.json', () => {
  for (const entry of shipped) {
    it(`${entry.id} is pinned, limited and credited`, () => {
      assert.match(entry.commit, /^[0-9a-f]{40}$/);
      assert.match(entry.sha256, /^[0-9a-f]{64}$/);
      assert.equal(
        entry.url,
        `https://raw.githubusercontent.com/${entry.repository}/${entry.commit}/${entry.path}`,
      );
      assert.ok(entry.maxBytes > 0 && entry.maxBytes <= 1 << 20);
      for (const text of [entry.title, entry.purpose, entry.pinnedBy, entry.attribution, entry.licence]) {
        assert.ok(text.length > 2);
      }
      const terms = termsOf(entry);
      for (const part of [entry.repository, entry.commit, entry.sha256, entry.licence, 'KB']) {
        assert.ok(terms.includes(part), part);
      }
    });

    const known = new URL(
      `../../../../shared/corpus/real/${entry.repository.replace('/', '__')}__${entry.path}`,
      import.meta.url,
    );
    it(
      `${entry.id} is fetched as it is in the corpus, and accepted with the credit`,
      { skip: !existsSync(known) && 'the corpus is not at ../shared/corpus' },
      async () => {
        const bytes = readFileSync(known);
        const base = await serve((_, response) => response.end(bytes));
        const text = await fetchUpstream(entry, { base });
        assert.ok(bytes.length < entry.maxBytes);
        assert.equal(loading(withCredit(text, entry)).loaded.accepted, true);
      },
    );
  }
});
