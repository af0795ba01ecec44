import type { Configuration, Option } from '../model/index.ts';
import type { SchemaContext } from '../schema/context.ts';
import type { Report } from './problems.ts';
import { VALIDATORS } from './optionValues.ts';

/** An option in effect. */
export interface LoadedOption {
  readonly name: string;
  readonly value: string;
  readonly source: Option;
}

/**
 * Reads the options as Sysmon's open-source loader does: in file order, the last of a repeated one
 * counts, and reading ends at the first that has no content.
 *
 * @param refusedOptions options that the platform's service does not take
 */
export function loadOptions(
  configuration: Configuration,
  schemas: SchemaContext,
  refusedOptions: ReadonlySet<string>,
  report: Report,
): LoadedOption[] {
  const { tree } = configuration;
  const loaded = new Map<string, LoadedOption>();
  let empty: Option | null = null;
  for (const option of configuration.options) {
    const { node, name } = option;
    const start = tree.start(node);
    const end = tree.end(node);
    if (empty) {
      report('option-after-empty', start, end, {
        name,
        empty: empty.name,
        emptyStart: tree.start(empty.node),
      });
      continue;
    }
    if (refusedOptions.has(name))
      report('option-not-on-linux', tree.nameStart(node), tree.nameEnd(node), { name });
    const value = tree.content(node);
    if (value === '') {
      empty = option;
      continue;
    }
    const earlier = loaded.get(name);
    if (earlier) {
      report('option-repeated', tree.start(earlier.source.node), tree.end(earlier.source.node), {
        name,
        value,
      });
    }
    loaded.set(name, { name, value, source: option });
  }
  for (const { name, value, source } of loaded.values()) {
    const bad = Object.hasOwn(VALIDATORS, name) ? VALIDATORS[name]!(value, schemas.newest) : null;
    if (!bad) continue;
    const start = tree.startTagEnd(source.node);
    // Where the text is not the value letter by letter, the whole of it is marked.
    const verbatim = tree.text.startsWith(value, start) && bad.length > 0;
    const from = verbatim ? start + bad.offset : start;
    report(bad.code, from, verbatim ? from + bad.length : tree.contentEnd(source.node), bad.data);
  }
  return [...loaded.values()];
}
