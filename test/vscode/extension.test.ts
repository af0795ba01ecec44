import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, extension, hoverText, open, positionOf, workspaceFile } from './helpers.ts';

async function setAssociation(value: string | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration();
  await settings.update('sysmon.files.associate', value, vscode.ConfigurationTarget.Global);
}

async function closeEverything(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

describe('the language Sysmon Configuration', () => {
  afterEach(closeEverything);

  it('is that of .smc documents, which are served', async () => {
    const { document } = await open(workspaceFile('module.smc'));
    assert.equal(document.languageId, 'sysmon');
    const text = await hoverText(document, positionOf(document, '<DnsQuery', 3));
    assert.match(text, /DNS/i);
  });
});

describe('the information for the status item', () => {
  afterEach(closeEverything);

  it('names the schema versions and the platform', async () => {
    const { document } = await open(workspaceFile('module.smc'));
    const info = await extension().exports.documentInfo(document.uri);
    assert.ok(info);
    assert.equal(info.isSysmon, true);
    assert.equal(info.declared, '4.90');
    assert.equal(info.validatedAgainst, '4.90');
    assert.match(info.target, /^\d+\.\d+$/);
    assert.equal(info.platform, 'windows');
    assert.equal(info.accepted, true);
  });

  it('says that Sysmon rejects a file with a mistake', async () => {
    const { document } = await open(workspaceFile('sysmonconfig.xml'));
    const info = await extension().exports.documentInfo(document.uri);
    assert.equal(info?.accepted, false);
  });
});

describe('the commands', () => {
  afterEach(closeEverything);

  it('restart the server, which then answers again', async () => {
    const { document } = await open(workspaceFile('module.smc'));
    const position = positionOf(document, '<QueryName', 3);
    await eventually('a hover', async () => (await hoverText(document, position)) || undefined);
    await vscode.commands.executeCommand('sysmon.restart');
    await eventually(
      'a hover after the restart',
      async () => (await hoverText(document, position)) || undefined,
    );
  });

  it('show the output', async () => {
    await vscode.commands.executeCommand('sysmon.showOutput');
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes('sysmon.restart') && commands.includes('sysmon.showOutput'));
  });
});

describe('sysmon.files.associate', () => {
  afterEach(async () => {
    await setAssociation(undefined);
    await closeEverything();
  });

  it('switch makes a configuration a Sysmon Configuration document', async () => {
    await setAssociation('switch');
    await open(workspaceFile('sysmonconfig.xml'));
    await eventually('the language to be switched', () =>
      vscode.window.activeTextEditor?.document.languageId === 'sysmon' ? true : undefined,
    );
  });

  it('off leaves XML documents alone', async () => {
    await setAssociation('off');
    // The setting restarts the server. Restarts wait for each other, so behind this one the server that runs is
    // one that was started with the setting; before that, nothing is no sign of being left alone.
    await vscode.commands.executeCommand('sysmon.restart');
    const { document: own } = await open(workspaceFile('module.smc'));
    await eventually(
      'the server',
      async () => (await hoverText(own, positionOf(own, '<DnsQuery', 3))) || undefined,
    );
    // A document that was open before may still have the language that it was given then, so this one is new.
    const content =
      '<Sysmon schemaversion="4.90"><EventFiltering><ProcessCreate onmatch="include"/></EventFiltering></Sysmon>';
    const document = await vscode.workspace.openTextDocument({ language: 'xml', content });
    await vscode.window.showTextDocument(document);
    assert.equal(await extension().exports.documentInfo(document.uri), null);
    assert.equal(await hoverText(document, positionOf(document, '<ProcessCreate', 3)), '');
  });
});
