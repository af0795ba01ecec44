import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadWASM, OnigScanner, OnigString } from 'vscode-oniguruma';
import { INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';
import * as vscode from 'vscode';
import { extension } from './helpers.ts';

interface Grammar {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
}

interface Manifest {
  readonly contributes: { readonly grammars: readonly Grammar[] };
}

/** A registry as the editor has it, with the XML grammar that this very VS Code carries. */
function createRegistry(): Registry {
  const files = new Map<string, string>();
  const injections = new Map<string, string[]>();
  for (const owner of [vscode.extensions.getExtension('vscode.xml'), extension()]) {
    assert.ok(owner);
    for (const grammar of (owner.packageJSON as Manifest).contributes.grammars) {
      files.set(grammar.scopeName, path.join(owner.extensionPath, grammar.path));
      for (const target of grammar.injectTo ?? []) {
        injections.set(target, [...(injections.get(target) ?? []), grammar.scopeName]);
      }
    }
  }
  return new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: patterns => new OnigScanner(patterns),
      createOnigString: text => new OnigString(text),
    }),
    loadGrammar: scopeName => {
      const file = files.get(scopeName);
      return Promise.resolve(file ? parseRawGrammar(readFileSync(file, 'utf8'), file) : null);
    },
    getInjections: scopeName => {
      // As in the editor, an injection into a language also goes into those whose scope extends its scope.
      const parts = scopeName.split('.');
      return parts.flatMap((_, index) => injections.get(parts.slice(0, index + 1).join('.')) ?? []);
    },
  });
}

async function scopesByText(scopeName: string, text: string): Promise<Map<string, string>> {
  const grammar = await createRegistry().loadGrammar(scopeName);
  assert.ok(grammar, `there is no grammar ${scopeName}`);
  const result = new Map<string, string>();
  let state = INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const token = line.slice(startIndex, endIndex).trim();
      if (!result.has(token)) result.set(token, scopes.join(' '));
    }
  }
  return result;
}

const configuration = `<!-- <ProcessTerminate> -->
<Sysmon schemaversion="4.90">
  <HashAlgorithms>md5</HashAlgorithms>
  <EventFiltering>
    <RuleGroup name="technique_id=T1059.001" groupRelation="or">
      <ProcessCreate onmatch="include">
        <Image condition="end with">a &amp; b</Image>
        <CommandLine condition='Not End With'>c</CommandLine>
      </ProcessCreate>
      <FileCreate onmatch='exclude'/>
      <DnsQuery
         onmatch="other"><QueryName condition="ends with">d</QueryName></DnsQuery>
    </RuleGroup>
  </EventFiltering>
</Sysmon>`;

const meanings: Record<string, RegExp> = {
  ProcessCreate: /entity\.name\.type\.event\.sysmon$/,
  FileCreate: /entity\.name\.type\.event\.sysmon$/,
  DnsQuery: /entity\.name\.type\.event\.sysmon$/,
  Image: /support\.function\.field\.sysmon$/,
  HashAlgorithms: /variable\.other\.constant\.option\.sysmon$/,
  RuleGroup: /entity\.name\.tag\.localname\.xml$/,
  onmatch: /entity\.other\.attribute-name\.localname\.xml$/,
  include: /markup\.inserted\.include\.sysmon$/,
  exclude: /markup\.deleted\.exclude\.sysmon$/,
  'end with': /keyword\.control\.condition\.sysmon$/,
  'Not End With': /keyword\.control\.condition\.negative\.sysmon$/,
  'ends with': /string\.quoted\.double\.xml$/,
  other: /string\.quoted\.double\.xml$/,
  or: /keyword\.control\.relation\.sysmon$/,
  '4.90': /constant\.numeric\.schemaversion\.sysmon$/,
  'T1059.001': /constant\.numeric\.technique\.sysmon$/,
  '<ProcessTerminate>': /comment\.block\.xml$/,
  amp: /constant\.character\.entity\.xml$/,
};

describe('the grammar', () => {
  before(async () => {
    const file = path.join(extension().extensionPath, 'node_modules/vscode-oniguruma/release/onig.wasm');
    await loadWASM(readFileSync(file));
  });

  for (const [language, scopeName] of [
    ['Sysmon Configuration', 'text.xml.sysmon'],
    ['plain XML', 'text.xml'],
  ] as const) {
    it(`tells the parts of a configuration apart in ${language}`, async () => {
      const scopes = await scopesByText(scopeName, configuration);
      for (const [token, meaning] of Object.entries(meanings)) {
        assert.match(scopes.get(token) ?? 'no such token', meaning, `the scopes of ${token}`);
      }
    });
  }

  it('leaves other XML as it is, also after a configuration', async () => {
    const scopes = await scopesByText(
      'text.xml',
      `${configuration}\n<project name="x"><Image2 y="z"/></project>`,
    );
    assert.doesNotMatch(scopes.get('project') ?? 'sysmon', /sysmon/);
    assert.doesNotMatch(scopes.get('Image2') ?? 'sysmon', /sysmon/);
  });

  it('knows every event of the shipped schemas', () => {
    const folder = path.join(extension().extensionPath, 'client/syntaxes/sysmon.tmLanguage.json');
    const grammar = readFileSync(folder, 'utf8');
    const schema = readFileSync(path.join(extension().extensionPath, 'schemas/windows/4.91.xml'), 'utf8');
    const events = [...schema.matchAll(/<event [^>]*\brulename="(\w+)"/g)].map(match => match[1] ?? '');
    assert.ok(events.length > 20, `found ${events.length} events`);
    assert.deepEqual(
      events.filter(event => !new RegExp(`\\b${event}\\b`).test(grammar)),
      [],
    );
  });
});
