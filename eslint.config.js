import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * The layers of the server from the top down. A module may import from its own layer and from lower ones, which is
 * what keeps the language service free of a connection and the syntax free of Sysmon.
 */
const layers = [
  { modules: ['main.node', 'cli', 'commandLine', 'library', 'nodeRuntime'] },
  {
    modules: [
      ...['connection', 'documentSettings', 'json', 'rcFile', 'rcFiles'],
      ...['requests', 'runSafe', 'schemaContexts', 'schemaFiles', 'settings', 'workspaceFiles'],
    ],
  },
  { modules: ['languageService'] },
  { modules: ['testFiles'] },
  { modules: ['features'] },
  { modules: ['checks'] },
  { modules: ['documents', 'lines', 'loadDocument'] },
  { modules: ['replay'] },
  { modules: ['events', 'loader', 'matching'] },
  { modules: ['model'] },
  // The two foundations know nothing of each other.
  { modules: ['schema'], alsoNot: ['syntax'] },
  { modules: ['syntax'], alsoNot: ['schema'] },
];

const files = modules => modules.flatMap(name => [`server/src/${name}.ts`, `server/src/${name}/**/*.ts`]);

const noModules = modules => ({
  regex: `^\\.{1,2}/(?:.*/)?(?:${modules.join('|').replaceAll('.', '\\.')})(?:/|\\.ts$)`,
  message: 'Imports go down the layers only: see ARCHITECTURE.md.',
});

const noConnection = {
  regex: '^vscode-(?:languageserver|languageclient|jsonrpc)(?:/|$)|^vscode$',
  message:
    'Only connection.ts and the entries know a connection; the types are in vscode-languageserver-types.',
};

const noProtocol = { regex: '^vscode', message: 'This layer knows neither LSP nor an editor.' };

const noSystem = {
  regex: '^(?:node:)?(?:fs|fs/promises|path|os|process|child_process|worker_threads|net|http|https)$',
  message: 'This layer also runs where there is no file system: the entries read files.',
};

const restrict = (targets, patterns) => ({
  files: targets,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

const layerRules = layers.slice(1).map(({ modules, alsoNot = [] }, index) => {
  const above = layers.slice(0, index + 1).flatMap(layer => layer.modules);
  const forbidden = [...new Set([...above.filter(name => !['schema', 'syntax'].includes(name)), ...alsoNot])];
  const patterns = [
    noModules(forbidden),
    { regex: 'client/src/', message: 'The server does not know its client.' },
  ];
  if (!modules.includes('connection')) patterns.push(noConnection, noSystem);
  if (modules.some(name => ['schema', 'syntax'].includes(name))) patterns.push(noProtocol);
  return restrict(files(modules), patterns);
});

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'test-results/', '.vscode-test/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // A number in a template literal is written as everyone expects.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => void doIt()` and `() => counter++` are short and clear.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // An index signature of process.env and the like asks for brackets (noPropertyAccessFromIndexSignature).
      '@typescript-eslint/dot-notation': 'off',
      // An empty string is often as good as none, and meant so.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // `implements Disposable` is all that VS Code asks for.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // An assertion is sometimes the shortest proof that a table is complete.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // node:test returns promises from `test` and `describe` that nobody has to wait for.
      '@typescript-eslint/no-floating-promises': 'off',
      // Tests read JSON and look at what should not be there.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  { files: ['**/*.mjs', '**/*.js'], languageOptions: { globals: globals.node } },
  // Functions that are handed to the page run in the browser.
  { files: ['scripts/ui-*.mjs', 'scripts/pictures.mjs'], languageOptions: { globals: globals.browser } },
  { rules: { eqeqeq: 'error', 'no-console': 'off', 'object-shorthand': 'error', 'prefer-const': 'error' } },
  ...layerRules,
  // The compiler of the shipped manifests runs at build time only.
  { files: ['server/src/schema/compile.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['client/src/**/*.ts'],
    rules: {
      // Types of what the server answers are its own; they leave nothing in a bundle.
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: 'server/src/',
              allowTypeImports: true,
              message: 'The client talks to the server over LSP only.',
            },
          ],
        },
      ],
    },
  },
  restrict(
    ['client/src/webview/**/*.ts'],
    [
      {
        regex: 'server/src/|^vscode|^node:',
        message: 'A page has neither an editor nor a server: it gets messages.',
      },
    ],
  ),
  prettier,
);
