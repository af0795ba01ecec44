/** Fills in a snippet's body as an editor does that nobody types into. */

const VARIABLES: Readonly<Record<string, string>> = {
  CURRENT_YEAR: '2026',
  CURRENT_MONTH: '01',
  CURRENT_DATE: '31',
};

interface Stop {
  readonly number: number;
  readonly values: readonly string[];
}

/** `$1`, `${1}`, `${1:text}`, `${1|a,b|}`, `${NAME}` and escapes; placeholders within placeholders are not used. */
const PART = /\\([\\$}])|\$(\d+)|\$\{(\d+)(?::((?:\\.|[^\\}])*)|\|((?:\\.|[^\\|])*)\|)?\}|\$\{?([A-Z_]+)\}?/g;

/** The places of a body that have values, by their number. */
export function stopsOf(body: string): Stop[] {
  const stops: Stop[] = [];
  for (const [, , , braced, text, choices] of body.matchAll(PART)) {
    if (braced === undefined || (text === undefined && choices === undefined)) continue;
    const values = text === undefined ? splitChoices(choices!) : [unescape(text)];
    stops.push({ number: Number(braced), values });
  }
  return stops;
}

/**
 * The text that a body becomes: every place has its first value, and those that repeat it have it too.
 *
 * @param chosen other values for some places, by their numbers
 */
export function expand(body: string, chosen: ReadonlyMap<number, string> = new Map()): string {
  const values = new Map(stopsOf(body).map(({ number, values: [first = ''] }) => [number, first]));
  for (const [number, value] of chosen) values.set(number, value);
  return body.replace(PART, (_, escaped?: string, bare?: string, braced?: string, ...rest: unknown[]) => {
    if (escaped !== undefined) return escaped;
    const number = bare ?? braced;
    if (number !== undefined) return values.get(Number(number)) ?? '';
    const variable = String(rest[2]);
    if (!Object.hasOwn(VARIABLES, variable)) throw new Error(`unknown variable ${variable}`);
    return VARIABLES[variable]!;
  });
}

function splitChoices(text: string): string[] {
  return text.split(/(?<!\\),/).map(unescape);
}

function unescape(text: string): string {
  return text.replace(/\\([\\$},|])/g, '$1');
}
