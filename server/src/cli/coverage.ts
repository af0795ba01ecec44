import { styleText } from 'node:util';
import { coverage, type Coverage, type EventCoverage } from '../features/coverage.ts';
import { navigatorLayer } from '../features/coverage/layer.ts';
import { coverageSvg } from '../features/coverage/svg.ts';
import { knowledge } from '../schema/data.ts';
import type { Analysis } from './analyse.ts';
import { InputError, reportedPath } from './inputs.ts';
import { visible } from './visible.ts';

export const COVERAGE_FORMATS = ['pretty', 'json', 'layer', 'svg'] as const;
export type CoverageFormat = (typeof COVERAGE_FORMATS)[number];

/**
 * The coverage of a configuration in a format; ends with a line end.
 *
 * @throws {InputError} when the text is no configuration
 */
export function coverageText(analysis: Analysis, as: CoverageFormat, color: boolean): string {
  const found = coverageOf(analysis);
  if (!found) throw new InputError(`${analysis.file}: this is no Sysmon configuration.`);
  const name = reportedPath(analysis.file).split('/').at(-1) ?? analysis.file;
  switch (as) {
    case 'json':
      return `${JSON.stringify({ file: analysis.file, ...found }, null, 2)}\n`;
    case 'layer':
      return `${JSON.stringify(navigatorLayer(found, name), null, 2)}\n`;
    case 'svg':
      return coverageSvg(found, name);
    case 'pretty':
      return pretty(analysis.file, found, color);
  }
}

/** The coverage of a configuration; null where the text is none, not even a part of one. */
export function coverageOf({ parsed, loaded }: Analysis): Coverage | null {
  // Whatever the command line is given is meant as a configuration, so the root has to tell.
  return parsed.configuration.rootRole === 'unknown' ? null : coverage(parsed, knowledge, loaded);
}

type Style = Parameters<typeof styleText>[0];

function pretty(file: string, found: Coverage, color: boolean): string {
  const style = (as: Style, text: string): string =>
    color ? styleText(as, text, { validateStream: false }) : text;
  const { counts, events, tactics, techniques, unknown, attack } = found;
  const lines = [
    style('bold', visible(file)),
    ...found.remarks.map(remark => `  ${style('yellow', visible(remark))}`),
    '',
    style('bold', `Events: ${counts.logged} of ${counts.events} are logged`),
    ...events.map(event => {
      const name = visible(event.tag ?? event.title).padEnd(EVENT_WIDTH);
      const state = stateText(event).padEnd(STATE_WIDTH);
      const tone: Style = event.state === 'off' ? 'gray' : 'green';
      // What an include or exclude does is known; why an event is off or comes unasked often is not.
      const isPlain = event.state !== 'off' && event.state !== 'default';
      const why = visible([isPlain ? '' : event.sentence, event.remark].filter(Boolean).join(' '));
      return `${String(event.id).padStart(5)}  ${name} ${style(tone, state)} ${style('gray', why)}`;
    }),
  ];
  const covered = techniques.filter(({ rules }) => rules > 0).length;
  const used = tactics.filter(tactic => tactic.covered > 0).length;
  lines.push('', style('bold', `ATT&CK ${attack.version}: ${covered} techniques in ${used} tactics`));
  for (const tactic of tactics) {
    const own = techniques.filter(technique => technique.tactics.includes(tactic.id));
    if (own.length === 0) continue;
    lines.push(`  ${tactic.name} ${style('gray', `(${tactic.covered} of ${tactic.known})`)}`);
    for (const { id, name, rules, excluded } of own) {
      const only = rules === 0 ? style('gray', ` (${excluded} in exclude rules)`) : '';
      lines.push(`    ${id.padEnd(9)} ${String(rules).padStart(5)}  ${name}${only}`);
    }
  }
  if (unknown.length > 0) {
    lines.push(`  Not in ATT&CK ${attack.version}`);
    for (const { id, rules, excluded } of unknown) {
      lines.push(
        `    ${visible(id.slice(0, UNKNOWN_WIDTH)).padEnd(9)} ${String(rules + excluded).padStart(5)}`,
      );
    }
  }
  return `${lines.map(line => line.trimEnd()).join('\n')}\n`;
}

const EVENT_WIDTH = 30;
const STATE_WIDTH = 26;
/** An id that is none can be of any length. */
const UNKNOWN_WIDTH = 60;

function stateText({ state, includes, excludes }: EventCoverage): string {
  switch (state) {
    case 'include':
      return `include ${includes}`;
    case 'exclude':
      return `all but ${excludes}`;
    case 'both':
      return `include ${includes}, exclude ${excludes}`;
    case 'default':
      return 'by default';
    default:
      return state;
  }
}
