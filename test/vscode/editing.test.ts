import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, extension, open, positionOf, sleep, workspaceFile } from './helpers.ts';

const TEXT = `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <!--SECTION: Names-->
    <DnsQuery onmatch="include">
      <QueryName condition="is">x</QueryName> <!-- why -->
      <QueryName name="a name">y</QueryName>
    </DnsQuery>
  </EventFiltering>
</Sysmon>
`;

const folder = (): vscode.Uri => workspaceFile('editing');

let files = 0;

/** Opens a new file with the text; its language follows from the name, in front of which stands a number. */
async function edit(name: string, text: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.joinPath(folder(), `${++files}-${name}`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await extension().activate();
  const editor = await open(uri);
  await eventually('the server to know the document', async () =>
    (await extension().exports.documentInfo(uri)) ? true : undefined,
  );
  return editor;
}

function select(editor: vscode.TextEditor, text: string, offset = 0): void {
  const position = positionOf(editor.document, text, offset);
  editor.selection = new vscode.Selection(position, position);
}

function type(text: string): Thenable<unknown> {
  return vscode.commands.executeCommand('type', { text });
}

async function textIs(editor: vscode.TextEditor, text: string): Promise<void> {
  await eventually(`the text\n${text}\ninstead of\n${editor.document.getText()}`, () =>
    editor.document.getText() === text ? true : undefined,
  );
}

afterEach(async () => {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (!uri?.path.includes('/editing/')) return;
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.workspace.fs.delete(folder(), { recursive: true });
});

for (const [language, name] of [
  ['xml', 'editing.xml'],
  ['sysmon', 'editing.smc'],
] as const) {
  describe(`a configuration of the language ${language}`, () => {
    it('is formatted', async () => {
      const editor = await edit(name, TEXT.replace(/\n {2,}/g, '\n'));
      editor.options = { tabSize: 2, insertSpaces: true };
      await eventually('the formatter', async () => {
        await vscode.commands.executeCommand('editor.action.formatDocument');
        return editor.document.getText() === TEXT ? true : undefined;
      });
    });

    it('is folded by elements and sections', async () => {
      const editor = await edit(name, TEXT);
      const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
        'vscode.executeFoldingRangeProvider',
        editor.document.uri,
      );
      assert.deepEqual(
        ranges.map(({ start, end, kind }) => [start, end, kind]),
        [
          [0, 7, undefined],
          [1, 6, undefined],
          [2, 6, vscode.FoldingRangeKind.Region],
          [3, 5, undefined],
        ],
      );
    });

    it('has an outline', async () => {
      const editor = await edit(name, TEXT);
      const [block] = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
        'vscode.executeDocumentSymbolProvider',
        editor.document.uri,
      );
      assert.equal(block?.name, 'DnsQuery · include');
      assert.equal(block.detail, '2 conditions');
      assert.deepEqual(
        block.children.map(each => each.name),
        ['a name'],
      );
    });

    it('has both tags of an element renamed at once', async () => {
      const settings = vscode.workspace.getConfiguration('editor', { languageId: language });
      // For its own language it is on without being asked for.
      if (language === 'xml') await settings.update('linkedEditing', true, vscode.ConfigurationTarget.Global);
      try {
        const editor = await edit(name, TEXT);
        select(editor, '<DnsQuery', 4);
        await eventually('linked editing', async () => {
          // The editor asks for what is linked some time after the cursor has moved, and follows some time after.
          await sleep(500);
          await type('X');
          await sleep(500);
          if (editor.document.getText().includes('</DnsXQuery>')) return true;
          await vscode.commands.executeCommand('undo');
          return undefined;
        });
        await textIs(editor, TEXT.replaceAll('DnsQuery', 'DnsXQuery'));
      } finally {
        await settings.update('linkedEditing', undefined, vscode.ConfigurationTarget.Global);
      }
    });

    it('has tags closed while they are typed', async () => {
      const editor = await edit(name, TEXT.replace('</QueryName> <!-- why -->', ''));
      const end = editor.document.lineAt(4).range.end;
      editor.selection = new vscode.Selection(end, end);
      await type('<');
      await type('/');
      await textIs(editor, TEXT.replace(' <!-- why -->', ''));
      await type('<Image');
      await type('>');
      await textIs(editor, TEXT.replace(' <!-- why -->', '<Image></Image>'));
      await type('z');
      await textIs(editor, TEXT.replace(' <!-- why -->', '<Image>z</Image>'));
    });

    it('has lines commented out and in', async () => {
      const editor = await edit(name, TEXT);
      const first = positionOf(editor.document, '<QueryName condition');
      editor.selection = new vscode.Selection(first, first.translate(1, 3));
      await vscode.commands.executeCommand('sysmon.toggleLineComment');
      const commented = TEXT.replace(
        '<QueryName condition="is">x</QueryName> <!-- why -->',
        '<!-- <QueryName condition="is">x</QueryName> <!-~- why -~-> -->',
      ).replace('<QueryName name="a name">y</QueryName>', '<!-- <QueryName name="a name">y</QueryName> -->');
      assert.equal(editor.document.getText(), commented);
      await vscode.commands.executeCommand('sysmon.toggleLineComment');
      assert.equal(editor.document.getText(), TEXT);
    });

    it('has comments toggled back as they were written', async () => {
      const editor = await edit(name, TEXT);
      select(editor, 'SECTION');
      await vscode.commands.executeCommand('sysmon.toggleLineComment');
      assert.equal(editor.document.getText(), TEXT.replace('<!--SECTION: Names-->', 'SECTION: Names'));
      await vscode.commands.executeCommand('sysmon.toggleLineComment');
      assert.equal(editor.document.getText(), TEXT);
      select(editor, '<DnsQuery', 3);
      await vscode.commands.executeCommand('sysmon.toggleBlockComment');
      assert.match(editor.document.getText(), /<!-- <DnsQuery[^]*<\/DnsQuery> -->/);
      await vscode.commands.executeCommand('sysmon.toggleBlockComment');
      assert.equal(editor.document.getText(), TEXT);
    });

    it('has a cursor that goes to the other tag', async () => {
      const editor = await edit(name, TEXT);
      select(editor, '<DnsQuery', 3);
      await vscode.commands.executeCommand('sysmon.goToMatchingTag');
      assert.deepEqual(editor.selection.active, positionOf(editor.document, '</DnsQuery', 2));
      await vscode.commands.executeCommand('sysmon.goToMatchingTag');
      assert.deepEqual(editor.selection.active, positionOf(editor.document, '<DnsQuery', 1));
    });
  });
}

describe('XML that is no configuration', () => {
  const OTHER = '<project>\n<a>x</a>\n</project>\n';

  it('has no formatter, folds and tags of ours', async () => {
    const editor = await edit('pom.xml', OTHER);
    const { uri } = editor.document;
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
      'vscode.executeFormatDocumentProvider',
      uri,
      { tabSize: 2, insertSpaces: true },
    );
    assert.equal(edits?.length ?? 0, 0);
    select(editor, '<project>', '<project>'.length);
    await type('<b');
    await type('>');
    const info = await extension().exports.documentInfo(uri);
    assert.equal(info?.isSysmon, false);
    assert.equal(editor.document.getText(), OTHER.replace('<project>', '<project><b>'));
  });

  it('has its comments toggled by the editor', async () => {
    const editor = await edit('pom.xml', OTHER);
    select(editor, '<a>');
    await vscode.commands.executeCommand('sysmon.toggleLineComment');
    await textIs(editor, OTHER.replace('<a>x</a>', '<!-- <a>x</a> -->'));
  });
});
