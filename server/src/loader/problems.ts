import type { SyntaxErrorCode } from '../syntax/index.ts';

/** What Sysmon does because of a problem, or what the problem means for the one who reads the file. */
export type Effect =
  /** The whole file is refused, or the loader crashes on it. */
  | 'rejected'
  /** The file is loaded without this part, silently. */
  | 'dropped'
  /** This option or value has no effect. */
  | 'ignored'
  /** This condition can match nothing. */
  | 'never'
  /** This condition matches everything. */
  | 'always'
  /** It means something else than it reads. */
  | 'misleading'
  | 'redundant'
  /** An attacker can use it. */
  | 'risk'
  /** Noise or processor time. */
  | 'cost'
  | 'version'
  | 'style';

/**
 * The problems that the loader finds, and what Sysmon does because of each: the one place that decides
 * whether a configuration is accepted.
 */
export const LOADER_EFFECTS = {
  'unsupported-encoding': 'rejected',
  'root-not-sysmon': 'rejected',
  doctype: 'rejected',
  'schemaversion-missing': 'rejected',
  'schemaversion-not-a-number': 'rejected',
  'schemaversion-invalid': 'rejected',
  'schemaversion-unsupported': 'rejected',
  'schemaversion-newer': 'version',
  'misspelt-element': 'rejected',
  'misplaced-element': 'rejected',
  'unknown-attribute': 'rejected',
  'unknown-event': 'rejected',
  'event-needs-version': 'rejected',
  'unknown-field': 'rejected',
  'field-needs-version': 'rejected',
  'field-of-other-event': 'rejected',
  'unknown-option': 'rejected',
  'option-needs-version': 'rejected',
  'option-removed': 'rejected',
  'option-command-line-only': 'rejected',
  'option-content': 'rejected',
  'stray-text': 'rejected',
  'stray-cdata': 'rejected',
  'element-in-value': 'rejected',
  'missing-group-relation': 'rejected',
  'bad-group-relation': 'rejected',
  'bad-onmatch': 'rejected',
  'unknown-condition': 'rejected',
  'name-too-long': 'rejected',
  'empty-rule': 'rejected',
  'too-many-blocks': 'rejected',
  'bad-hash-algorithms': 'rejected',
  'bad-archive-directory': 'rejected',
  'bad-field-sizes': 'rejected',
  'too-many-process-access-entries': 'rejected',
  'missing-onmatch': 'dropped',
  'onmatch-and-default': 'dropped',
  'field-not-in-event': 'dropped',
  'mixed-event-ids': 'dropped',
  'block-after-dropped': 'dropped',
  'condition-dropped': 'dropped',
  'name-dropped': 'dropped',
  'option-repeated': 'ignored',
  'option-after-empty': 'ignored',
  'option-not-on-linux': 'ignored',
} as const satisfies Record<string, Effect>;

export type LoaderCode = keyof typeof LOADER_EFFECTS;
export type ProblemCode = LoaderCode | SyntaxErrorCode;

/** Names and numbers that a message or a fix needs. Offsets are UTF-16 code units. */
export type ProblemData = Readonly<Record<string, string | number | readonly string[]>>;

export interface Problem {
  /** A `ProblemCode`, or the code of a check that looks at what is loaded. */
  readonly code: string;
  /** The range in the text, in UTF-16 code units, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  readonly data?: ProblemData | undefined;
}

/** What Sysmon does because of a problem that the parser or the loader found. */
export function effectOf(code: string): Effect {
  // A text that is not well-formed is refused, whatever is wrong with it.
  return Object.hasOwn(LOADER_EFFECTS, code) ? LOADER_EFFECTS[code as LoaderCode] : 'rejected';
}

/** Takes a problem. */
export type Report = (code: LoaderCode, start: number, end: number, data?: ProblemData) => void;
