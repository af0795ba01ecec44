/** How far a command is, in place on a terminal; nothing is written elsewhere. */
export interface Progress {
  /** @param part from 0 to 1, null where the end is not known */
  readonly show: (part: number | null) => void;
  readonly clear: () => void;
}

export function createProgress(stream: NodeJS.WriteStream): Progress {
  let shown = '';
  return {
    show(part) {
      if (!stream.isTTY) return;
      const text = part === null ? 'reading…' : `${Math.floor(100 * part)} %`;
      if (text === shown) return;
      shown = text;
      stream.write(`\r${text}`);
    },
    clear() {
      if (shown !== '') stream.write('\r          \r');
    },
  };
}
