/**
 * What Sysmon knows: one manifest for each schema version, as `sysmon -s` prints it.
 * Everything here is data; `schema.ts` adds the look-ups.
 */
export type Platform = 'windows' | 'linux';

/** A `<data>` line of an event: one field of the event, in the order in which Sysmon writes it. */
export interface FieldDefinition {
  readonly name: string;
  /** `win:UnicodeString`, `win:UInt32`, … */
  readonly inType: string;
  /** `xs:string`, `win:PID` or null where the manifest has no `outType`. */
  readonly outType: string | null;
}

export interface EventDefinition {
  readonly id: number;
  /** The manifest's symbol, such as `SYSMONEVENT_CREATE_PROCESS`. */
  readonly name: string;
  readonly title: string;
  readonly level: string;
  /** The element name in a configuration (`rulename`), null for events that cannot be filtered. */
  readonly tag: string | null;
  readonly ruleDefault: 'include' | 'exclude' | null;
  readonly version: string;
  /** The value that stood in the place of the id before the event was released, such as `0xf001`. */
  readonly reserved: string | null;
  readonly fields: readonly FieldDefinition[];
}

export interface OptionDefinition {
  readonly name: string;
  /** The command-line switch, null where there is none. */
  readonly switch: string | null;
  readonly argument: 'none' | 'optional' | 'required';
  /** The option switches an event on or off; in a file the event's own block does that. */
  readonly rule: boolean;
  /** In a file the option is an element all the same, called by its name with `Config` behind it. */
  readonly forceConfig: boolean;
  /** The option exists on the command line only. */
  readonly noConfig: boolean;
  readonly exclusive: boolean;
}

export interface Manifest {
  /** As written in the manifest: `4.90`, `3.10`. */
  readonly schemaversion: string;
  readonly binaryversion: string;
  readonly conditions: readonly string[];
  readonly defaultCondition: string;
  readonly options: readonly OptionDefinition[];
  readonly events: readonly EventDefinition[];
  /** The manifest was put together from its neighbours and has not been seen printed by Sysmon. */
  readonly derived: boolean;
}
