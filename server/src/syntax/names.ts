/**
 * Every distinct name of a document once, by number, so that the parser allocates no string for each
 * of the thousands of tags and attributes and comparing two names is comparing two numbers.
 */
export class NameTable {
  readonly names: string[] = [];
  private slots = new Int32Array(256).fill(-1);

  /** The number of the name at `start`..`end` of the text; `hint` is the number that it probably has, or negative. */
  intern(text: string, start: number, end: number, hint: number): number {
    if (hint >= 0 && isAt(this.names[hint]!, text, start, end)) return hint;
    const mask = this.slots.length - 1;
    for (let slot = hash(text, start, end) & mask; ; slot = (slot + 1) & mask) {
      const id = this.slots[slot]!;
      if (id < 0) return this.add(text.slice(start, end), slot);
      if (isAt(this.names[id]!, text, start, end)) return id;
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
      let slot = hash(name, 0, name.length) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    });
    this.slots = slots;
  }
}

/** Whether exactly `name` stands at `start`..`end`. */
export function isAt(name: string, text: string, start: number, end: number): boolean {
  const length = end - start;
  if (name.length !== length) return false;
  for (let i = 0; i < length; i++) if (name.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}

function hash(text: string, start: number, end: number): number {
  let h = 0;
  for (let i = start; i < end; i++) h = (Math.imul(h, 31) + text.charCodeAt(i)) | 0;
  return (h ^ (h >>> 15)) & 0x7fffffff;
}
