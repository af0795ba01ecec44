/**
 * Gives a text that a terminal shows and does not obey: what a stranger's file holds could otherwise move the cursor,
 * recolour or reverse what stands beside it. Each character stays one character, so that columns still fit.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, character => {
    const code = character.charCodeAt(0);
    // The control pictures are in the order of the control characters.
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
}
