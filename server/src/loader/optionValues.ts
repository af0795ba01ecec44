/**
 * The checks that Sysmon makes of option values (facts of the open-source loader). Each takes the value
 * as it stands, blanks and all, and gives what is wrong with it, or null.
 */
import type { Schema } from '../schema/schema.ts';
import type { LoaderCode, ProblemData } from './problems.ts';

export interface BadValue {
  readonly code: LoaderCode;
  /** The part that is wrong: its place within the value and its length. */
  readonly offset: number;
  readonly length: number;
  readonly data: ProblemData;
}

type Validator = (value: string, newest: Schema) => BadValue | null;

/** By the name of the option's element. */
export const VALIDATORS: Readonly<Record<string, Validator>> = {
  HashAlgorithms: checkHashAlgorithms,
  ArchiveDirectory: checkArchiveDirectory,
  FieldSizes: checkFieldSizes,
  ProcessAccessConfig: checkProcessAccessConfig,
};

export const HASH_ALGORITHMS: readonly string[] = [
  'md5',
  'md-5',
  'sha1',
  'sha-1',
  'sha256',
  'sha-256',
  'imphash',
  'imp-hash',
];

/** Taken only as the whole value, and only in this case. */
export const ALL_HASH_ALGORITHMS: readonly string[] = ['*', 'all'];

/** A list by commas; one empty item at the end is taken, and a list that begins with a comma selects nothing. */
function checkHashAlgorithms(value: string): BadValue | null {
  if (ALL_HASH_ALGORITHMS.includes(value) || value.startsWith(',')) return null;
  let offset = 0;
  for (const item of value.split(',')) {
    const last = offset + item.length === value.length;
    if (!(item === '' && last) && !HASH_ALGORITHMS.includes(item.toLowerCase())) {
      return { code: 'bad-hash-algorithms', offset, length: item.length, data: { item, value } };
    }
    offset += item.length + 1;
  }
  return null;
}

function checkArchiveDirectory(value: string): BadValue | null {
  if (!value.includes('\\')) return null;
  return { code: 'bad-archive-directory', offset: 0, length: value.length, data: { value } };
}

/** `Field:N,Field:N`: the field of some event, N more than 0; what follows a second colon is not looked at. */
function checkFieldSizes(value: string, newest: Schema): BadValue | null {
  let offset = 0;
  for (const item of value.split(',')) {
    const last = offset + item.length === value.length;
    const [field = '', size] = item.split(':');
    const bad = (reason: 'field' | 'size'): BadValue => ({
      code: 'bad-field-sizes',
      offset,
      length: item.length,
      data: { item, field, reason },
    });
    if (!(item === '' && last)) {
      if (!newest.fields.has(field)) return bad('field');
      if (size !== undefined && !(Number.parseInt(size, 10) > 0)) return bad('size');
    }
    offset += item.length + 1;
  }
  return null;
}

const MAX_PROCESS_ACCESS_ENTRIES = 9;

function checkProcessAccessConfig(value: string): BadValue | null {
  const count = value.split(',').length;
  if (count <= MAX_PROCESS_ACCESS_ENTRIES) return null;
  return {
    code: 'too-many-process-access-entries',
    offset: 0,
    length: value.length,
    data: { count, most: MAX_PROCESS_ACCESS_ENTRIES },
  };
}
