import { adviceCheck } from '../check.ts';
import { escapeAttribute } from '../fix.ts';
import { namesIn, written } from './names.ts';

/** Fewer names than this say nothing of a habit. */
const LEAST_NAMES = 10;
const MOST_OF_THEM = 0.8;

/** `technique=T1105,…`: the label that others write `technique_id=`. */
const SHORT_LABEL = /^technique=(?=T\d{4})/i;

export const nameWithoutTechnique = adviceCheck({
  code: 'name-without-technique',
  effect: 'style',
  level: 'hint',
  title: 'Name that is no technique, where the others are',
  run(advice, report) {
    const names = namesIn(advice).filter(({ logged }) => logged);
    const without = names.filter(({ name }) => name.technique === null);
    const having = names.length - without.length;
    if (names.length < LEAST_NAMES || having < names.length * MOST_OF_THEM) return;
    const { tree } = advice.parsed;
    for (const { attribute, name } of without) {
      const [start, end] = [tree.valueStart(attribute), tree.valueEnd(attribute)];
      report(start, end, { name: name.value, having, all: names.length, start, end });
    }
  },
  message: facts =>
    `“${facts.text('name')}” has no technique_id, and ${facts.number('having')} of the ${facts.number('all')} names of this file have. Sysmon writes a name into the events that match as it stands, so a search for a technique does not find them. Write technique_id=…,technique_name=… here too.`,
  fixes(facts, { knowledge }) {
    const name = facts.text('name');
    const edit = (text: string) => [
      { start: facts.number('start'), end: facts.number('end'), text: escapeAttribute(text) },
    ];
    if (SHORT_LABEL.test(name)) {
      const text = name.replace(SHORT_LABEL, 'technique_id=');
      return [{ title: 'Change “technique” to “technique_id”', edits: edit(text), preferred: true }];
    }
    const wanted = name.trim().toLowerCase();
    return knowledge.techniques
      .filter(technique => technique.name.toLowerCase() === wanted)
      .slice(0, 3)
      .map((technique, index) => ({
        title: `Change to “${written(technique)}”`,
        edits: edit(written(technique)),
        preferred: index === 0,
      }));
  },
});
