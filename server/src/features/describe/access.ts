import type { AccessRight } from '../../schema/knowledge.ts';
import type { Lookup } from '../lookup.ts';
import { blocks, bold, code, list, plain } from './markdown.ts';
import { say } from './say.ts';

/** The field whose text is a mask of access rights. */
export const ACCESS_FIELD = 'GrantedAccess';

const MASK = /^0x[0-9a-f]{1,16}$/i;

interface DecodedMask {
  readonly rights: readonly AccessRight[];
  /** Bits that no right is known for, as Sysmon would write them; null where there are none. */
  readonly unknown: string | null;
  /** As Sysmon writes the mask: `0x` and digits without padding. */
  readonly written: string;
}

/** Takes a mask apart, null where the text is not `0x` and hexadecimal digits. */
export function decodeMask(known: Lookup, text: string): DecodedMask | null {
  if (!MASK.test(text)) return null;
  const mask = BigInt(text);
  let rest = mask;
  const rights = known.knowledge.accessRights.filter(right => {
    const bit = BigInt(right.value);
    if ((mask & bit) !== bit) return false;
    rest &= ~bit;
    return true;
  });
  return { rights, unknown: rest === 0n ? null : hexadecimal(rest), written: hexadecimal(mask) };
}

function hexadecimal(value: bigint): string {
  return `0x${value.toString(16)}`;
}

/** What a mask grants, as markdown; null where the text is no mask. */
export function describeMask(known: Lookup, text: string): string | null {
  const mask = decodeMask(known, text);
  if (!mask) return null;
  const combination = known.knowledge.accessCombinations.find(each => each.value === mask.written);
  const name = combination?.name ? `: ${plain(combination.name)}` : '';
  return blocks(
    bold(code(text)) + name,
    mask.written.length === text.length ? '' : say(known, 'mask.padded', { written: code(mask.written) }),
    mask.rights.length === 0 && mask.unknown === null ? say(known, 'mask.nothing') : '',
    list([
      ...mask.rights.map(right => `${code(right.value)} ${code(right.name)}: ${plain(right.meaning)}`),
      ...(mask.unknown === null ? [] : [say(known, 'mask.unknown', { bits: code(mask.unknown) })]),
    ]),
  );
}
