import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { findCheckPages } from '../../server/src/checkPages.ts';
import { getLanguageService } from '../../server/src/languageService.ts';

let folder = '';
before(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sysmon-config-pages-')));
  for (const each of ['docs/checks', 'dist', 'server/src', 'bin', 'elsewhere/dist']) {
    mkdirSync(join(folder, each), { recursive: true });
  }
  writeFileSync(join(folder, 'docs/checks/doctype.md'), '# doctype\n');
  for (const file of ['dist/cli.js', 'server/src/cli.ts', 'elsewhere/dist/cli.js']) {
    writeFileSync(join(folder, file), '');
  }
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the pages of checks', () => {
  it('are found beside the bundle and beside the sources', () => {
    const expected = pathToFileURL(join(folder, 'docs/checks/doctype.md')).href;
    for (const file of ['dist/cli.js', 'server/src/cli.ts']) {
      const pages = findCheckPages(join(folder, file));
      assert.equal(pages.uri('doctype'), expected);
      assert.equal(pages.text('doctype'), '# doctype\n');
      assert.equal(pages.uri('no-such-page'), null);
    }
  });

  it('are found where a link was started', t => {
    if (process.platform === 'win32') return t.skip('links need a privilege on Windows');
    symlinkSync('../dist/cli.js', join(folder, 'bin/sysmon-config'));
    assert.equal(findCheckPages(join(folder, 'bin/sysmon-config')).text('doctype'), '# doctype\n');
  });

  it('need not be there', () => {
    for (const started of [join(folder, 'elsewhere/dist/cli.js'), join(folder, 'none.js')]) {
      const pages = findCheckPages(started);
      assert.equal(pages.uri('doctype'), null);
      assert.equal(pages.text('doctype'), null);
    }
  });
});

describe('diagnostics', () => {
  it('link to the page of their check where there is one', () => {
    const service = getLanguageService({
      docsUri: code => (code === 'unknown-event' ? `file:///docs/${code}.md` : null),
    });
    const text = '<Sysmon schemaversion="5.0"><EventFiltering><DnsQry/></EventFiltering></Sysmon>';
    const links = service
      .diagnostics(TextDocument.create('file:///a.xml', 'xml', 1, text))
      .map(({ code, codeDescription }) => [code, codeDescription?.href]);
    assert.deepEqual(links, [
      ['schemaversion-newer', undefined],
      ['unknown-event', 'file:///docs/unknown-event.md'],
    ]);
  });
});
