import { isNameCharacter } from './characters.ts';

/**
 * Every distinct name of a document once, by number, so that the parser allocates no string for each
 * of the thousands of tags and attributes and comparing two names is comparing two numbers.
 */
export class NameTable {
  readonly names: string[] = [];
  private slots = new Int32Array(256).fill(-1);

  /**
   * The number of the name that begins at `start`; where it ends, its length says.
   *
   * @param hint the number that it probably has, or negative: then one look at the text is enough
   */
  read(text: string, start: number, hint: number): number {
    const { length } = text;
    if (hint >= 0) {
      const name = this.names[hint]!;
      const behind = start + name.length;
      if (isAt(name, text, start) && !(behind < length && isNameCharacter(text.charCodeAt(behind)))) {
        return hint;
      }
    }
    let end = start;
    let hash = 0;
    for (; end < length; end++) {
      const c = text.charCodeAt(end);
      if (!isNameCharacter(c)) break;
      hash = mix(hash, c);
    }
    return this.find(text, start, end, hash);
  }

  /** The number of the name at `start`..`end` of the text. */
  intern(text: string, start: number, end: number): number {
    return this.find(text, start, end, hashOf(text, start, end));
  }

  private find(text: string, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const id = this.slots[slot]!;
      if (id < 0) return this.add(text.slice(start, end), slot);
      const name = this.names[id]!;
      if (name.length === end - start && isAt(name, text, start)) return id;
    }
  }

  private add(name: string, slot: number): number {
    const id = this.names.push(name) - 1;
    this.slots[slot] = id;
    if (this.names.length * 2 > this.slots.length) this.grow();
    return id;
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    this.names.forEach((name, id) => {
      let slot = spread(hashOf(name, 0, name.length)) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    });
    this.slots = slots;
  }
}

/** Whether `name` stands at `start`; what stands behind it is not looked at. */
export function isAt(name: string, text: string, start: number): boolean {
  const { length } = name;
  // To ask for a code unit beyond the end, even once, makes V8 compile the loop for numbers that may be NaN.
  if (start + length > text.length) return false;
  for (let i = 0; i < length; i++) if (name.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}

function hashOf(text: string, start: number, end: number): number {
  let hash = 0;
  for (let i = start; i < end; i++) hash = mix(hash, text.charCodeAt(i));
  return hash;
}

function mix(hash: number, codeUnit: number): number {
  return (Math.imul(hash, 31) + codeUnit) | 0;
}

/** Takes the high bits into the low ones, which choose the slot. */
function spread(hash: number): number {
  return (hash ^ (hash >>> 15)) & 0x7fffffff;
}
