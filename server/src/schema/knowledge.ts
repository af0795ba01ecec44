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
  /** The address of a page about the event. */
  readonly documentation: string;
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

/** A folder that a user without administrator rights can write to, on Windows with default permissions. */
export interface WritablePlace {
  /** As a message calls it. */
  readonly name: string;
  /** How a full path begins behind its drive, in lower case. */
  readonly rooted: readonly string[];
  /** What a part of a path that is in the folder has, in lower case. */
  readonly anywhere: readonly string[];
  /** False where files that an administrator put there are safe, so that the full path of one is no risk. */
  readonly exact: boolean;
  /** Folders inside that Windows protects, as they stand in a path, in lower case. */
  readonly except: readonly string[];
  /** The system's own programs use it as well, so that a second condition can ask for the system. */
  readonly system: boolean;
  readonly source: string;
}

/** An event that needs a filter, and why. */
export interface NoisyEvent extends Sourced {
  readonly ids: readonly number[];
}

/** Values that nearly every field contains, begins or ends with, in lower case; without fields they count for all. */
export interface BroadValues {
  readonly fields: readonly string[];
  readonly values: readonly string[];
}

/** What the checks of `checks/policy/` know of risks and costs. */
export interface PolicyKnowledge {
  readonly writablePlaces: readonly WritablePlace[];
  /** Fields that name a file, and what an attacker does who can write to its folder. */
  readonly placeFields: readonly { readonly field: string; readonly does: string }[];
  /** Fields that hold the full path of a program or a library. */
  readonly programFields: readonly string[];
  /** Where Windows keeps programs of its own. */
  readonly programHomes: readonly { readonly path: string; readonly source: string }[];
  /** Fields whose text is chosen by the one who acts, and why. */
  readonly attackerText: readonly ({ readonly field: string } & Sourced)[];
  /** Fields that hold a domain name. */
  readonly domainFields: readonly string[];
  /** Conditions that an attacker without administrator rights does not meet: the first whose field the event has. */
  readonly secondConditions: readonly {
    /** The fields of the conditions that it is to be joined with. */
    readonly with: readonly string[];
    readonly field: string;
    readonly condition: string;
    readonly value: string;
    readonly title: string;
    readonly source: string;
  }[];
  readonly noisyEvents: readonly NoisyEvent[];
  /** Events that stop what they match. */
  readonly blockingEvents: readonly (NoisyEvent & {
    readonly does: string;
    /** What is broad for such an event, besides `broadValues`. */
    readonly broad: readonly BroadValues[];
  })[];
  readonly broadValues: readonly BroadValues[];
  /** Ids that ATT&CK gave up, and the technique that took their place. */
  readonly retiredTechniques: { readonly source: string; readonly ids: Readonly<Record<string, string>> };
}

/** What the fields of a kind hold, and thereby which values they can never have. */
export interface FieldKind {
  readonly fields: readonly string[];
  /** As a message says it, behind "holds". */
  readonly holds: string;
  readonly comment: string;
  readonly source: string;
}

export type FieldKindName =
  | 'path'
  | 'registry'
  | 'pipe'
  | 'host'
  | 'address'
  | 'number'
  | 'account'
  | 'accessMask'
  | 'hash'
  | 'commandLine';

/** A beginning of a registry path that is never so in an event. */
export interface RegistryRoot {
  readonly written: string;
  /** What stands in its place in an event, null where it depends on the user. */
  readonly events: string | null;
  /** The two name the same keys, so that one may be put for the other. */
  readonly exact: boolean;
  /** It cannot stand further inside a path either. */
  readonly anywhere: boolean;
  readonly source: string;
}

/** What the checks of `checks/conditions/` know of fields. */
export interface CheckKnowledge {
  readonly kinds: Readonly<Record<FieldKindName, FieldKind>>;
  readonly registryRoots: readonly RegistryRoot[];
  /** Where an asterisk in a registry path is a name, and where it is surely meant as a wildcard. */
  readonly registryAsterisk: {
    readonly literalBehind: readonly string[];
    readonly wildcardBehind: readonly string[];
    readonly wildcardBefore: readonly string[];
    readonly source: string;
  };
}

/** What the Event Atlas shows beside the events: see `background.json`. */
export interface BackgroundKnowledge {
  /** Where in a system the mechanisms are at work, outermost things last. */
  readonly layers: readonly {
    readonly id: string;
    readonly platform: 'windows' | 'linux';
    readonly title: string;
    readonly text: string;
    /** Ids of mechanisms, those of `linux` included. */
    readonly mechanisms: readonly string[];
    readonly source: string;
  }[];
  /** Where the events end up. */
  readonly logs: readonly (Sourced & { readonly platform: 'windows' | 'linux'; readonly title: string })[];
  /** The mechanisms of Sysmon for Linux; an event belongs to those whose `hook` is a part of one of its own. */
  readonly linux: readonly (MechanismKnowledge & { readonly hook: string })[];
  /** A page that explains what the mechanisms rest on. */
  readonly sections: readonly { readonly title: string; readonly paragraphs: readonly Sourced[] }[];
  /** Sysmon's own commands. */
  readonly commands: readonly { readonly task: string; readonly command: string; readonly source: string }[];
}

export interface Tactic {
  readonly id: string;
  readonly name: string;
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
  /** In the order of the ATT&CK matrix. */
  readonly tactics: readonly Tactic[];
  readonly background: BackgroundKnowledge;
  readonly keywords: readonly KeywordKnowledge[];
  readonly aliases: Aliases;
  /** What the environment variables of a usual Windows stand for, for values such as `%SystemRoot%`. */
  readonly environment: { readonly source: string; readonly variables: Readonly<Record<string, string>> };
  readonly checks: CheckKnowledge;
  /** By the name that the code asks for. */
  readonly phrases: Readonly<Record<string, Phrase>>;
  /** Limits of every event. */
  readonly general: readonly Sourced[];
  readonly policy: PolicyKnowledge;
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
