/**
 * What we know of the things in a manifest and what the product teaches: the shape of the data files
 * in `schemas/`. Every statement carries its source there.
 */

/** A statement and where it comes from. */
export interface Sourced {
  readonly text: string;
  readonly source: string;
}

/** A kernel (or service) mechanism that events flow from; the key of an event's `mechanism`. */
export interface MechanismKnowledge {
  readonly id: string;
  readonly title: string;
  /** A paragraph for a newcomer. */
  readonly text: string;
  readonly api: readonly string[];
  /** Commands or tools that show the mechanism on one's own machine. */
  readonly see: readonly string[];
  readonly sources: readonly string[];
}

export interface EventKnowledge {
  readonly id: number;
  readonly tag: string | null;
  readonly title: string;
  /** One or two sentences: what one event of this kind says happened. */
  readonly logs: string;
  /** Key into `mechanisms`. */
  readonly mechanism: string;
  /** One sentence: the kernel source, naming its API. */
  readonly kernelSource: string;
  readonly api: readonly string[];
  /** What an installation with a configuration that has no block for this event does. */
  readonly onByDefault: boolean;
  readonly notes: readonly string[];
  readonly limits: readonly Sourced[];
  /** What is noisy or heavy about it. */
  readonly cost: readonly Sourced[];
  readonly linux: {
    readonly supported: boolean;
    readonly hooks: readonly string[];
    readonly notes: string | null;
    readonly sources: readonly string[];
  };
  readonly confidence: 'high' | 'medium' | 'low';
  readonly sources: readonly string[];
}

export interface FieldKnowledge {
  readonly name: string;
  readonly meaning: string;
  readonly example: string;
  readonly events: readonly number[];
  readonly source: string;
}

export interface ConditionKnowledge {
  readonly name: string;
  /** One line, for the completion list. */
  readonly summary: string;
  /** The exact meaning, in plain words. */
  readonly meaning: string;
  /** A small truth table: would `value` in the file match `field` in the event? */
  readonly examples: readonly { readonly value: string; readonly field: string; readonly holds: boolean }[];
  /** Where Microsoft's own text says something else, or the meaning surprises. */
  readonly note: string | null;
  readonly source: string;
}

export interface OptionKnowledge {
  /** The element's name in a configuration, such as `HashAlgorithms` or `ProcessAccessConfig`. */
  readonly name: string;
  readonly summary: string;
  readonly meaning: string;
  readonly example: string;
  /** Values to offer, empty where any text goes. */
  readonly values: readonly { readonly value: string; readonly meaning: string }[];
  readonly note: string | null;
  readonly source: string;
}

/** A set of values that a field of some events can have. */
export interface ValueKnowledge {
  readonly field: string;
  /** Event ids; empty means every event. */
  readonly events: readonly number[];
  readonly values: readonly { readonly value: string; readonly meaning: string | null }[];
  /** The field never has another value. */
  readonly closed: boolean;
  /** The values are beginnings or parts, such as registry roots and common folders. */
  readonly partial: boolean;
  readonly note: string | null;
  readonly source: string;
}

export interface AccessRight {
  readonly name: string;
  /** `0x` and hexadecimal digits without padding. */
  readonly value: string;
  readonly meaning: string;
  readonly source: string;
}

export interface AccessCombination {
  readonly value: string;
  readonly rights: readonly string[];
  readonly name: string | null;
}

export interface ReleaseKnowledge {
  readonly schema: string;
  /** First Sysmon release that printed it, null where none is known. */
  readonly firstRelease: string | null;
  readonly date: string | null;
  readonly note: string;
  readonly source: string;
}

export interface Technique {
  readonly id: string;
  readonly name: string;
  readonly tactics: readonly string[];
}

/** Words that structure a configuration (`Sysmon`, `EventFiltering`, `onmatch`, …) and what they mean. */
export interface KeywordKnowledge {
  /** `RuleGroup` for an element, `RuleGroup@name` for an attribute, `@onmatch` for one of several elements. */
  readonly key: string;
  readonly summary: string;
  readonly meaning: string;
  /** Texts by value or state, such as `include`, `exclude` or `or`; the code picks, the data speaks. */
  readonly cases: Readonly<Record<string, string>>;
  readonly source: string;
}

/** What people write for something else, so that "did you mean" finds what is too far away to be a slip. */
export interface Aliases {
  readonly conditions: Readonly<Record<string, string>>;
  readonly events: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, string>>;
  /** A sentence for a name that stands for nothing Sysmon has; conditions in lower case. */
  readonly notes: Readonly<Record<string, string>>;
}

/** A sentence or a label that hovers are put together from; `{names}` in it are filled in. */
export interface Phrase {
  readonly text: string;
  /** Null where it states nothing of Sysmon. */
  readonly source: string | null;
}

export interface Knowledge {
  readonly mechanisms: readonly MechanismKnowledge[];
  readonly events: readonly EventKnowledge[];
  readonly fields: readonly FieldKnowledge[];
  readonly conditions: readonly ConditionKnowledge[];
  readonly options: readonly OptionKnowledge[];
  readonly values: readonly ValueKnowledge[];
  readonly accessRights: readonly AccessRight[];
  readonly accessCombinations: readonly AccessCombination[];
  readonly releases: readonly ReleaseKnowledge[];
  readonly techniques: readonly Technique[];
  readonly keywords: readonly KeywordKnowledge[];
  readonly aliases: Aliases;
  /** By the name that the code asks for. */
  readonly phrases: Readonly<Record<string, Phrase>>;
  /** Limits of every event. */
  readonly general: readonly Sourced[];
  readonly attackNotice: string;
  readonly attackVersion: string;
}

/** One way in which Sysmon for Linux treats a configuration differently. */
export interface LinuxDifference {
  /** What the code asks for, such as `unknown-condition`. */
  readonly key: string;
  readonly text: string;
  readonly source: string;
}

/** What differs on Linux: the loader and the schemas are the same, the service does less. */
export interface LinuxKnowledge {
  /** Ids of the events that Sysmon for Linux ever writes, ascending, those without a tag included. */
  readonly events: readonly number[];
  /** Text that says so, for events that are not among them. */
  readonly eventsText: Sourced;
  /** Options that the service refuses, by the name of their element. */
  readonly refusedOptions: readonly string[];
  /** The message that it prints then. */
  readonly refusedMessage: string;
  readonly refusedText: Sourced;
  readonly differences: readonly LinuxDifference[];
}
