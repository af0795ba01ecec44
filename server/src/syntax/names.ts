import { isNameCharacter } from './characters.ts';

/**
 * Every distinct name of a document once, by number, so that the parser allocates no string for each
 * of the thousands of tags and attributes and comparing two names is comparing two numbers.
 */
export class NameTable {
  readonly names: string[] = [];
  /** Where each name first stands in the text, and its length. */
  private readonly starts: number[] = [];
  private readonly lengths: number[] = [];
  private slots = new Int32Array(256).fill(-1);

  /**
   * @param text where the names stand
   * @param units its code units, and something behind them that is no part of a name
   */
  constructor(
    private readonly text: string,
    private readonly units: Uint16Array,
  ) {}

  /** How long the name of a number is. */
  lengthOf(id: number): number {
    return this.lengths[id]!;
  }

  /**
   * The number of the name that begins at `start`; where it ends, its length says.
   *
   * @param hint the number that it probably has, or negative: then one look at the text is enough
   */
  read(start: number, hint: number): number {
    const { units } = this;
    if (hint >= 0 && this.isAt(hint, start) && !isNameCharacter(units[start + this.lengths[hint]!]!)) {
      return hint;
    }
    let end = start;
    let hash = 0;
    for (let c = units[end]!; isNameCharacter(c); c = units[++end]!) hash = mix(hash, c);
    return this.find(start, end, hash);
  }

  /** The number of the name at `start`..`end` of the text. */
  intern(start: number, end: number): number {
    return this.find(start, end, this.hashOf(start, end));
  }

  /** Whether the name of that number stands at `start`; what stands behind it is not looked at. */
  isAt(id: number, start: number): boolean {
    const { units } = this;
    const known = this.starts[id]!;
    const length = this.lengths[id]!;
    // A name that would go beyond the end of the text differs from what stands there.
    for (let i = 0; i < length; i++) if (units[known + i] !== units[start + i]) return false;
    return true;
  }

  private find(start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const id = this.slots[slot]!;
      if (id < 0) return this.add(start, end, slot);
      if (this.lengths[id] === end - start && this.isAt(id, start)) return id;
    }
  }

  private add(start: number, end: number, slot: number): number {
    const id = this.names.push(this.text.slice(start, end)) - 1;
    this.starts.push(start);
    this.lengths.push(end - start);
    this.slots[slot] = id;
    if (this.names.length * 2 > this.slots.length) this.grow();
    return id;
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    this.starts.forEach((start, id) => {
      let slot = spread(this.hashOf(start, start + this.lengths[id]!)) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    });
    this.slots = slots;
  }

  private hashOf(start: number, end: number): number {
    let hash = 0;
    for (let i = start; i < end; i++) hash = mix(hash, this.units[i]!);
    return hash;
  }
}

/** Makes a function that asks about the name of a number once: there are few names, and many elements that have them. */
export function askedOnce<Answer>(
  names: readonly string[],
  ask: (name: string) => Answer,
): (id: number) => Answer {
  const answers: (Answer | undefined)[] = [];
  return id => (answers[id] ??= ask(names[id]!));
}

function mix(hash: number, codeUnit: number): number {
  return (Math.imul(hash, 31) + codeUnit) | 0;
}

/** Takes the high bits into the low ones, which choose the slot. */
function spread(hash: number): number {
  return (hash ^ (hash >>> 15)) & 0x7fffffff;
}
