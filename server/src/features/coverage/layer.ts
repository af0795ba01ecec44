import type { Coverage, TechniqueCoverage } from '../coverage.ts';

/** A layer of the ATT&CK Navigator, as far as it is written here: version 4.5 of the format. */
export interface NavigatorLayer {
  readonly name: string;
  readonly versions: { readonly attack: string; readonly navigator: string; readonly layer: string };
  readonly domain: 'enterprise-attack';
  readonly description: string;
  readonly filters: { readonly platforms: readonly string[] };
  readonly sorting: number;
  readonly layout: Readonly<Record<string, string | boolean>>;
  readonly hideDisabled: boolean;
  readonly techniques: readonly LayerTechnique[];
  readonly gradient: {
    readonly colors: readonly string[];
    readonly minValue: number;
    readonly maxValue: number;
  };
  readonly legendItems: readonly { readonly label: string; readonly color: string }[];
  readonly metadata: readonly { readonly name: string; readonly value: string }[];
}

interface LayerTechnique {
  readonly techniqueID: string;
  readonly score: number;
  readonly comment: string;
  readonly enabled: boolean;
  readonly showSubtechniques: boolean;
}

/** From no rule to many, light to dark, so that it also reads when it is printed without colours. */
const COLORS = ['#ffffff', '#9ecae1', '#08519c'];
const EXCLUDED_ONLY = '#ffffff';

/**
 * The techniques of a coverage for the ATT&CK Navigator. The score of a technique is the number of rules that
 * would give an event its name.
 *
 * @param name what the layer is called, such as the name of the file
 */
export function navigatorLayer(coverage: Coverage, name: string): NavigatorLayer {
  const { techniques, unknown, platform, schema, attack } = coverage;
  const ids = new Set(techniques.map(({ id }) => id));
  const hasSubtechniques = (id: string): boolean => [...ids].some(other => other.startsWith(`${id}.`));
  // A sub-technique shows only under its technique, so that is opened even where no rule names it itself.
  const parents = [...new Set([...ids].flatMap(id => (id.includes('.') ? [id.slice(0, 5)] : [])))];
  return {
    name,
    versions: { attack: attack.version.split('.', 1)[0] ?? '', navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description: `ATT&CK techniques that the rules of ${name} name, for Sysmon schema ${schema}. ${attack.notice}`,
    filters: { platforms: [platform === 'linux' ? 'Linux' : 'Windows'] },
    sorting: 0,
    layout: {
      layout: 'side',
      showID: true,
      showName: true,
      showAggregateScores: false,
      countUnscored: false,
      expandedSubtechniques: 'annotated',
    },
    hideDisabled: false,
    techniques: [
      ...techniques.map(technique => ({
        techniqueID: technique.id,
        score: technique.rules,
        comment: commentOf(technique),
        enabled: true,
        showSubtechniques: hasSubtechniques(technique.id),
      })),
      ...parents
        .filter(id => !ids.has(id))
        .map(techniqueID => ({
          techniqueID,
          score: 0,
          comment: 'Only sub-techniques are named.',
          enabled: true,
          showSubtechniques: true,
        })),
    ].sort((a, b) => (a.techniqueID < b.techniqueID ? -1 : 1)),
    gradient: {
      colors: COLORS,
      minValue: 0,
      // The highest has to be above the lowest.
      maxValue: Math.max(1, ...techniques.map(({ rules }) => rules)),
    },
    legendItems: [
      { label: 'no rule, or exclude rules only', color: EXCLUDED_ONLY },
      { label: 'most rules', color: COLORS.at(-1) ?? '' },
    ],
    metadata: [
      { name: 'Sysmon schema', value: schema },
      { name: 'Platform', value: platform },
      ...(unknown.length === 0
        ? []
        : [{ name: 'Not in ATT&CK', value: unknown.map(({ id }) => id).join(', ') }]),
    ],
  };
}

function commentOf({ rules, excluded, events }: TechniqueCoverage): string {
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
  return [
    ...(rules > 0 ? [count(rules, 'rule')] : []),
    ...(excluded > 0 ? [count(excluded, 'exclude rule')] : []),
    events.join(', '),
  ].join('; ');
}
