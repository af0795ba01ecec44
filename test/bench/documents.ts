/** The texts that are measured. */
import { readFileSync } from 'node:fs';
import { decodeText } from '../../server/src/encoding.ts';
import { largeConfiguration } from '../fuzz/generate.ts';
import { missing, shared } from '../shared.ts';

export interface BenchDocument {
  readonly title: string;
  readonly text: string;
}

const REAL = 'corpus/real/olafhartong__sysmon-modular__sysmonconfig.xml';

export const SMALL = 250_000;
export const LARGE = 5_000_000;

/** Says which texts are measured. */
export const origin = missing(REAL)
  ? `generated configurations, since ../shared/${REAL} is not there`
  : `../shared/${REAL}; the larger ones repeat what is in its EventFiltering`;

/** A configuration of about the length. */
export function documentOf(length: number): BenchDocument {
  return {
    title: sizeOf(length),
    text: missing(REAL) ? largeConfiguration(length) : realConfiguration(length),
  };
}

export function sizeOf(length: number): string {
  return length < 1_000_000 ? `${Math.round(length / 1000)} KB` : `${length / 1_000_000} MB`;
}

/** A configuration of about 2,000 conditions that people could use, to judge events by. */
export function engineConfiguration(): string {
  if (!missing(REAL)) return decodeText(readFileSync(shared(REAL))).text;
  const [full, controller] = ['full', 'domain-controller'].map(name =>
    readFileSync(shared(`../snippets/baselines/${name}.xml`), 'utf8'),
  ) as [string, string];
  const [start, end] = [controller.indexOf('<EventFiltering>'), controller.lastIndexOf('</EventFiltering>')];
  const inside = controller.slice(start + '<EventFiltering>'.length, end);
  return full.replace('</EventFiltering>', () => `${inside}</EventFiltering>`);
}

function realConfiguration(length: number): string {
  const { text } = decodeText(readFileSync(shared(REAL)));
  if (length <= text.length) return text;
  const start = text.indexOf('>', text.indexOf('<EventFiltering')) + 1;
  const end = text.lastIndexOf('</EventFiltering>');
  const inside = text.slice(start, end);
  const repeated = inside.repeat(Math.round((length - text.length) / inside.length) + 1);
  // A string that was put together is only read as a whole when it is first looked at, which is not what is measured.
  return Buffer.from(text.slice(0, start) + repeated + text.slice(end)).toString();
}
