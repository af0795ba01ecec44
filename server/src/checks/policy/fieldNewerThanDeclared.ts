import { adviceCheck } from '../check.ts';
import { needed } from '../needed.ts';
import { versionText } from './conditionNeedsVersion.ts';
import { declareVersion, withRelease } from './declaring.ts';

export const fieldNewerThanDeclared = adviceCheck({
  code: 'field-newer-than-declared',
  effect: 'version',
  level: 'information',
  title: 'Field of a Rule newer than the schema',
  run({ parsed, conditions }, report) {
    const { tree, declared, schemas } = parsed;
    const number = declared.number;
    if (number === null) return;
    for (const { loaded, block } of conditions) {
      const { field, source } = loaded;
      // Outside a Rule such a field makes Sysmon refuse the file, which the loader reports.
      if (!loaded.rule || declared.schema.tags.get(block.event)?.fields.has(field) !== false) continue;
      const first = schemas.known.firstWithField(block.event, field);
      if (!first || first.number <= number) continue;
      report(tree.nameStart(source.node), tree.nameEnd(source.node), {
        name: field,
        event: block.event,
        needs: first.version,
        declared: versionText(number),
      });
    }
  },
  message(facts, { parsed, knowledge }) {
    const needs = facts.text('needs');
    return `${facts.text('event')} has the field ${facts.text('name')} since schema ${withRelease(knowledge, needs)}, and the file declares ${facts.text('declared')}. In a Rule Sysmon’s open-source loader does not look at that, but an older Sysmon drops this block and the later ones of the event. ${needed(parsed, needs)}`;
  },
  fixes: (facts, { parsed }) => declareVersion(parsed, facts.text('needs')),
});
