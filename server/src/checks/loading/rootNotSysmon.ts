import { ROOT } from '../../model/index.ts';
import { nearest } from '../check.ts';
import { fixOf, insert, lineEndOf, renameElement } from '../fix.ts';
import { repairCheck } from '../repairCheck.ts';

export const rootNotSysmon = repairCheck({
  code: 'root-not-sysmon',
  level: 'error',
  title: 'Root that is not Sysmon',
  fact: facts => `The first element is <${facts.text('name')}> and not <Sysmon>`,
  instead: facts =>
    nearest(facts.text('name'), [ROOT]).length > 0
      ? 'Upper and lower case matter.'
      : 'Put everything inside <Sysmon schemaversion="…">, written just so.',
  suggest: facts => nearest(facts.text('name'), [ROOT]),
  hidesOthers: true,
  written: facts => facts.text('name'),
  put: (suggestion, _, { parsed: { tree, configuration } }) =>
    renameElement(tree, configuration.root, suggestion),
  fixes: (_, { parsed: { tree, text, configuration, schemas } }) => {
    const { root, rootRole } = configuration;
    const inFiltering = rootRole === 'group' || rootRole === 'block';
    if (!inFiltering && rootRole !== 'filtering') return [];
    const eol = lineEndOf(text);
    const before = [
      `<Sysmon schemaversion="${schemas.newest.version}">`,
      ...(inFiltering ? ['<EventFiltering>'] : []),
    ];
    const after = [...(inFiltering ? ['</EventFiltering>'] : []), '</Sysmon>'];
    const edits = [
      insert(tree.start(root), before.map(line => line + eol).join('')),
      insert(tree.end(root), after.map(line => eol + line).join('')),
    ];
    return [fixOf('Put it inside <Sysmon>', edits, { preferred: true })];
  },
});
