/**
 * What the language server answers to the views: the shapes of `sysmon/coverage` and `sysmon/atlas`. The
 * webviews read them too, so nothing here needs an editor or a connection.
 */
export type Platform = 'windows' | 'linux';

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export type EventState = 'off' | 'include' | 'exclude' | 'both' | 'everything' | 'default';
export type OnMatch = 'include' | 'exclude';

export interface EventCoverage {
  readonly id: number;
  /** Null for events that no element stands for. */
  readonly tag: string | null;
  readonly title: string;
  readonly state: EventState;
  /** Conditions that can hold for this event. */
  readonly includes: number;
  readonly excludes: number;
  readonly sentence: string;
  /** What is not as it looks; empty where nothing is. */
  readonly remark: string;
  readonly blockCount: number;
  /** The first of the blocks; `onmatch` is null where Sysmon does not load one. */
  readonly blocks: readonly {
    readonly range: Range;
    readonly onmatch: OnMatch | null;
    readonly conditions: number;
  }[];
}

export interface RulePlace {
  readonly range: Range;
  readonly event: string;
  readonly onmatch: OnMatch;
  readonly name: string;
}

/** A technique that is not in ATT&CK, and what all have in common: counts are exact, `places` are the first ones. */
export interface UnknownTechnique {
  readonly id: string;
  readonly rules: number;
  readonly excluded: number;
  readonly events: readonly string[];
  readonly places: readonly RulePlace[];
}

export interface TechniqueCoverage extends UnknownTechnique {
  readonly name: string;
  readonly tactics: readonly string[];
}

export interface TacticCoverage {
  readonly id: string;
  readonly name: string;
  readonly known: number;
  readonly covered: number;
}

export interface Coverage {
  readonly schema: string;
  readonly platform: Platform;
  readonly accepted: boolean;
  readonly whole: boolean;
  readonly remarks: readonly string[];
  readonly counts: {
    readonly events: number;
    readonly logged: number;
    readonly blocks: number;
    readonly conditions: number;
  };
  readonly events: readonly EventCoverage[];
  readonly tactics: readonly TacticCoverage[];
  readonly techniques: readonly TechniqueCoverage[];
  readonly unknown: readonly UnknownTechnique[];
  readonly attack: { readonly version: string; readonly notice: string };
}

export interface SourceLink {
  readonly label: string;
  readonly url: string | null;
}

export interface Statement {
  readonly text: string;
  readonly sources: readonly SourceLink[];
}

/** A command that can be run with a remark on it, or in words where to look. */
export interface SeeItem {
  readonly command: string | null;
  readonly text: string;
}

export interface AtlasMechanism {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly api: readonly string[];
  readonly see: readonly SeeItem[];
  readonly sources: readonly SourceLink[];
}

export interface AtlasLayer {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly mechanisms: readonly AtlasMechanism[];
}

export interface AtlasEvent {
  readonly id: number;
  readonly tag: string | null;
  readonly title: string;
  readonly logs: string;
  readonly kernelSource: string;
  /** The event is drawn at the first of them; none means that it is never written there. */
  readonly mechanisms: Readonly<Record<Platform, readonly string[]>>;
  readonly api: readonly string[];
  readonly since: string | null;
  readonly onByDefault: boolean;
  readonly confidence: 'high' | 'medium' | 'low';
  readonly notes: readonly string[];
  readonly limits: readonly Statement[];
  readonly cost: readonly Statement[];
  readonly linux: {
    readonly supported: boolean;
    readonly hooks: readonly string[];
    readonly notes: string | null;
    readonly sources: readonly SourceLink[];
  };
  readonly fields: readonly { readonly name: string; readonly meaning: string }[];
  readonly sources: readonly SourceLink[];
}

export interface Atlas {
  readonly schema: string;
  readonly platform: Platform;
  readonly layers: Readonly<Record<Platform, readonly AtlasLayer[]>>;
  readonly log: Readonly<Record<Platform, { readonly title: string; readonly text: string }>>;
  readonly events: readonly AtlasEvent[];
  readonly general: readonly Statement[];
  readonly sections: readonly { readonly title: string; readonly paragraphs: readonly Statement[] }[];
  readonly commands: readonly {
    readonly task: string;
    readonly command: string;
    readonly sources: readonly SourceLink[];
  }[];
}
