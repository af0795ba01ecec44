/** What an element is by the place where it stands, whether or not it may stand there. */
export type Role = 'sysmon' | 'option' | 'filtering' | 'group' | 'block' | 'rule' | 'condition' | 'unknown';

export const FILTERING = 'EventFiltering';
export const GROUP = 'RuleGroup';
export const RULE = 'Rule';
export const ROOT = 'Sysmon';

/** What the model must know of the schemas: which names are events. */
export interface Names {
  isTag(name: string): boolean;
  isField(name: string): boolean;
}

/**
 * The role of an element called `name` in an element of role `parent` (null: at the top of the
 * document). A name in the wrong case keeps its role, so that what is inside is still understood.
 * A part of a configuration, such as a module that begins with its RuleGroup, has roles as well.
 */
export function roleOf(parent: Role | null, name: string, names: Names): Role {
  switch (parent) {
    case null:
      return topRole(name, names);
    case 'sysmon':
      if (isNamed(name, FILTERING)) return 'filtering';
      if (isNamed(name, GROUP)) return 'group';
      return names.isTag(name) ? 'block' : 'option';
    case 'filtering':
    case 'group':
      if (isNamed(name, GROUP)) return 'group';
      if (isNamed(name, RULE)) return 'rule';
      if (isNamed(name, FILTERING)) return 'filtering';
      return names.isField(name) && !names.isTag(name) ? 'condition' : 'block';
    case 'block':
    case 'rule':
      if (isNamed(name, RULE)) return 'rule';
      if (isNamed(name, GROUP)) return 'group';
      return names.isTag(name) && !names.isField(name) ? 'block' : 'condition';
    default:
      return 'unknown';
  }
}

function topRole(name: string, names: Names): Role {
  if (isNamed(name, ROOT)) return 'sysmon';
  if (isNamed(name, FILTERING)) return 'filtering';
  if (isNamed(name, GROUP)) return 'group';
  if (isNamed(name, RULE)) return 'rule';
  return names.isTag(name) ? 'block' : 'unknown';
}

function isNamed(name: string, expected: string): boolean {
  return (
    name === expected || (name.length === expected.length && name.toLowerCase() === expected.toLowerCase())
  );
}
