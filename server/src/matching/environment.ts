/** Environment variables by name; the case of names does not matter. */
export type Environment = Readonly<Record<string, string>>;

/** Sysmon expands a value into this many characters; a longer one matches nothing. */
const MAX_EXPANDED = 260;

/**
 * A value with its `%VARIABLE%`s replaced, as Sysmon does on Windows (facts of the open-source rule
 * engine). A variable that does not exist stays as written.
 *
 * @returns null when the result is too long, so that the condition matches nothing
 */
export function expandVariables(value: string, environment: ReadonlyMap<string, string>): string | null {
  if (!value.includes('%')) return value;
  const expanded = value.replace(
    /%([^%]+)%/g,
    (written, name: string) => environment.get(name.toLowerCase()) ?? written,
  );
  return expanded !== value && expanded.length > MAX_EXPANDED ? null : expanded;
}

export function environmentByName(environment: Environment): ReadonlyMap<string, string> {
  return new Map(Object.entries(environment).map(([name, value]) => [name.toLowerCase(), value]));
}
