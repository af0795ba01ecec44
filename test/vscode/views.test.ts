import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { shellHtml } from '../../client/src/views/webviewShell.ts';
import { eventually, extension, open, positionOf, sleep, workspaceFile } from './helpers.ts';

const hostile = '<img src=x onerror=alert(1)>technique_id=T1059.001';
const hostileXml = `<Sysmon schemaversion="4.90"><EventFiltering><DnsQuery onmatch="include">
<Image condition="is" name="${hostile.replaceAll('<', '&lt;')}">a</Image></DnsQuery></EventFiltering></Sysmon>`;

async function closeEverything(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** The tabs of our own pages. */
function pages(kind: string): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(`sysmon.${kind}`),
    );
}

async function page(kind: string): Promise<vscode.Tab> {
  return eventually(`the page of ${kind}`, () => pages(kind)[0]);
}

describe('the Event Atlas', () => {
  afterEach(closeEverything);

  it('opens once, without a configuration too', async () => {
    await vscode.commands.executeCommand('sysmon.atlas');
    assert.equal((await page('atlas')).label, 'Sysmon Event Atlas');
    await vscode.commands.executeCommand('sysmon.atlas', { event: 11 });
    await vscode.commands.executeCommand('sysmon.atlas', { event: 'nonsense' });
    await sleep(300);
    assert.equal(pages('atlas').length, 1);
  });

  it('is linked from the hover of an event, with a command that may run and no other', async () => {
    const { document } = await open(workspaceFile('sysmonconfig.xml'));
    const contents = await eventually('the hover', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        positionOf(document, '<ProcessCreate', 3),
      );
      const found = hovers.flatMap(hover => hover.contents as vscode.MarkdownString[]);
      return found.some(({ value }) => value.includes('command:sysmon.atlas')) ? found : undefined;
    });
    for (const { isTrusted, supportHtml } of contents) {
      assert.deepEqual(isTrusted, { enabledCommands: ['sysmon.atlas'] });
      assert.ok(!supportHtml);
    }
  });
});

describe('the coverage', () => {
  afterEach(closeEverything);

  it('opens beside the configuration, once for each', async () => {
    await open(workspaceFile('sysmonconfig.xml'));
    await vscode.commands.executeCommand('sysmon.showCoverage');
    assert.equal((await page('coverage')).label, 'Coverage: sysmonconfig.xml');
    await vscode.commands.executeCommand('sysmon.showCoverage', workspaceFile('sysmonconfig.xml'));
    await vscode.commands.executeCommand('sysmon.showCoverage', workspaceFile('module.smc'));
    await eventually('the other page', () => (pages('coverage').length === 2 ? true : undefined));
  });

  it('is what the server says of the document', async () => {
    const { document } = await open(workspaceFile('sysmonconfig.xml'));
    const coverage = await eventually(
      'the coverage',
      async () => (await extension().exports.coverage(document.uri)) ?? undefined,
    );
    assert.equal(coverage.events.length, 30);
    assert.equal(coverage.events.find(({ tag }) => tag === 'NetworkConnect')?.state, 'exclude');
    // The mistake in the file makes Sysmon refuse it.
    assert.equal(coverage.accepted, false);
    assert.equal(coverage.remarks.length, 1);
    const technique = coverage.techniques.find(({ id }) => id === 'T1105');
    const range = technique?.places[0]?.range;
    assert.ok(range);
    const { start, end } = range;
    const text = document.getText(new vscode.Range(start.line, start.character, end.line, end.character));
    assert.match(text, /^<Rule name="technique_id=T1105/);
  });

  it('is none of other documents', async () => {
    const { document } = await open(workspaceFile('pom.xml'));
    assert.equal(await extension().exports.coverage(document.uri), null);
  });

  it('gives names as they are: the page shows them as text', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'sysmon', content: hostileXml });
    const coverage = await eventually(
      'the coverage',
      async () => (await extension().exports.coverage(document.uri)) ?? undefined,
    );
    assert.equal(coverage.techniques[0]?.places[0]?.name, hostile);
  });
});

describe('the page around a view', () => {
  const html = shellHtml('coverage', { style: 'main {}', script: 'start();' }, 'abc123');

  it('runs its own script only, and loads nothing', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    assert.match(
      policy,
      /^default-src 'none'; script-src 'nonce-abc123'; style-src 'nonce-abc123'; img-src data:; /,
    );
    assert.doesNotMatch(policy, /unsafe|connect-src|\*|http/);
    assert.deepEqual(html.match(/<(?:script|style)[^>]*>[^<]*/g), [
      '<style nonce="abc123">main {}',
      '<script nonce="abc123">start();',
    ]);
    assert.doesNotMatch(html, /(?:src|href)=/);
  });
});
