/**
 * Explain: whether an event would be logged, and block by block why, as a tree that a person can read. The
 * words stand in the data.
 */
import type { Range } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import type { SysmonEvent } from '../events/event.ts';
import { loadedOf } from '../loadDocument.ts';
import type { Loaded } from '../loader/index.ts';
import type { Environment } from '../matching/environment.ts';
import {
  traceEvent,
  type BlockTrace,
  type ConditionTrace,
  type TermTrace,
  type Trace,
} from '../matching/trace.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import type { Node } from '../syntax/index.ts';
import { startTagRange } from './coverage/places.ts';
import { conditionLabel, conditionSentence, fieldDetail, quoted } from './explain/condition.ts';
import { keywordCase, lookup, phrase, type Lookup } from './lookup.ts';

/**
 * - `logged`, `notLogged`: of the verdict
 * - `decides`: the block that decided, and what in it did
 * - `holds`, `fails`: how a condition, or what joins several, came out
 * - `unreached`: it was decided before Sysmon comes to it
 * - `note`: a remark
 */
export type ExplainedState = 'logged' | 'notLogged' | 'decides' | 'holds' | 'fails' | 'unreached' | 'note';

export interface ExplainedNode {
  readonly kind: 'verdict' | 'block' | 'rule' | 'alternatives' | 'condition' | 'note';
  readonly state: ExplainedState;
  readonly label: string;
  /** A few words beside the label; empty for none. */
  readonly detail: string;
  /** Why it is so, in whole sentences. */
  readonly sentence: string;
  /** The place in the configuration. */
  readonly range: Range | null;
  readonly children: readonly ExplainedNode[];
}

export interface Explanation {
  readonly eventId: number;
  /** The event's element, null for an event without one. */
  readonly event: string | null;
  readonly title: string;
  /** Sysmon takes the configuration; where it does not, this is what it would do without the errors. */
  readonly accepted: boolean;
  readonly logged: boolean;
  readonly ruleName: string | null;
  /** The line, from 1, of what decided; null where nothing matched. */
  readonly line: number | null;
  readonly sentence: string;
  /** The verdict, remarks, the event's blocks in the order in which Sysmon tries them, and what becomes of the rest. */
  readonly nodes: readonly ExplainedNode[];
}

/** More nodes than this nobody reads; conditions that fail are left out first, and counted. */
const MOST_NODES = 2000;
/** So many conditions that fail are shown of one block or Rule. */
const MOST_FAILING = 200;

/**
 * Explains what Sysmon does with an event.
 *
 * @param environment what `%VARIABLE%`s stand for
 * @returns null where the document is no Sysmon configuration
 */
export function explain(
  parsed: ParsedDocument,
  knowledge: Knowledge,
  event: SysmonEvent,
  environment: Environment,
  loaded: Loaded = loadedOf(parsed),
): Explanation | null {
  if (!parsed.isSysmon) return null;
  const trace = traceEvent(parsed, loaded, environment, event.eventId, name => event.fields[name]);
  return new Explaining(parsed, loaded, lookup(knowledge), event.eventId, trace).explanation();
}

/** The line, from 1, of what decided; null where nothing matched. */
export function decidingLine(parsed: ParsedDocument, { decider }: Pick<Trace, 'decider'>): number | null {
  if (!decider) return null;
  return parsed.document.positionAt(parsed.tree.start(decider.source.node)).line + 1;
}

class Explaining {
  private left = MOST_NODES;

  constructor(
    private readonly parsed: ParsedDocument,
    private readonly loaded: Loaded,
    private readonly known: Lookup,
    private readonly eventId: number,
    private readonly trace: Trace,
  ) {}

  explanation(): Explanation {
    const { parsed, loaded, known, trace, eventId } = this;
    const { event, logged, ruleName, decider } = trace;
    const line = decidingLine(parsed, trace);
    const verdict = phrase(known, logged ? 'explain.logged' : 'explain.notLogged');
    const reason = this.reason();
    const values = {
      event: event?.tag ?? capitalised(phrase(known, 'event.one', { ids: eventId })),
      verdict: verdict.toLowerCase(),
      line: line ?? '',
      reason,
    };
    const sentence = [
      phrase(known, line === null ? 'explain.undecided' : 'explain.decided', values),
      ruleName === null ? '' : phrase(known, 'explain.ruleName', { name: quoted(ruleName) }),
    ]
      .filter(part => part !== '')
      .join(' ');
    const whole = parsed.configuration.rootRole === 'sysmon';
    const remarks = [
      ...(whole && !loaded.accepted ? [phrase(known, 'coverage.refused')] : []),
      ...(whole ? [] : [phrase(known, 'coverage.part')]),
    ];
    return {
      eventId,
      event: event?.tag ?? null,
      title: event?.title ?? '',
      accepted: loaded.accepted,
      logged,
      ruleName,
      line,
      sentence,
      nodes: [
        {
          kind: 'verdict',
          state: logged ? 'logged' : 'notLogged',
          label: verdict,
          detail: [
            ...(line === null ? [] : [`line ${line}`]),
            ...(ruleName === null ? [] : [quoted(ruleName)]),
          ].join(', '),
          sentence,
          range: decider ? this.rangeOf(decider.source.node) : null,
          children: [],
        },
        ...remarks.map(text => note(text)),
        ...trace.blocks.map(block => this.block(block)),
        ...this.dropped(),
        ...(line === null ? [note(reason)] : []),
      ],
    };
  }

  /** What becomes of an event that nothing matches. */
  private reason(): string {
    const { known, trace, eventId } = this;
    switch (trace.reason) {
      case 'matched':
        return '';
      case 'unknown-event':
        return phrase(known, 'explain.unknownEvent', { id: eventId });
      case 'no-tag':
        return phrase(known, 'coverage.always');
      case 'no-block':
        return keywordCase(known, 'blocks', trace.logged ? 'noBlockLogged' : 'noBlockNotLogged');
      case 'only-include':
        return phrase(known, 'explain.onlyInclude');
      case 'only-exclude':
        return phrase(known, 'explain.onlyExclude');
      case 'several-blocks':
        return phrase(known, 'explain.severalBlocks');
    }
  }

  private block(trace: BlockTrace): ExplainedNode {
    const { block, matches, reached } = trace;
    const decides = matches && reached;
    const { node } = block.source;
    const line = this.lineOf(node);
    const words = reached ? (matches ? 'matches' : 'does not match') : 'not reached';
    this.left--;
    return {
      kind: 'block',
      state: decides ? 'decides' : reached ? 'fails' : 'unreached',
      label: `${block.event} ${block.onmatch}`,
      detail: `line ${line}, ${words}`,
      sentence: this.blockSentence(trace),
      range: this.rangeOf(node),
      children: this.terms(trace),
    };
  }

  private blockSentence({ block, terms, matches, reached }: BlockTrace): string {
    const { known } = this;
    if (!reached) return phrase(known, matches ? 'explain.block.wouldMatch' : 'explain.block.wouldFail');
    if (matches) {
      return phrase(known, block.onmatch === 'include' ? 'explain.block.include' : 'explain.block.exclude');
    }
    if (terms.length === 0) return phrase(known, 'explain.block.empty');
    return phrase(known, block.relation === 'or' ? 'explain.block.none' : 'explain.block.notAll');
  }

  /** In file order; in an AND block bare conditions on one field stand together, as they are alternatives. */
  private terms(trace: BlockTrace): ExplainedNode[] {
    const { block, terms, matches, reached } = trace;
    const nodes: Shown[] = [];
    const byField = new Map<string, TermTrace[]>();
    if (block.relation === 'and') {
      for (const term of terms) {
        if (term.rule) continue;
        const field = term.conditions[0]!.condition.field;
        const together = byField.get(field);
        if (together) together.push(term);
        else byField.set(field, [term]);
      }
    }
    const decides = (term: TermTrace): boolean => matches && reached && term.reached && term.holds;
    for (const term of terms) {
      const condition = term.conditions[0]!;
      if (term.rule) {
        nodes.push({ important: term.holds, build: () => this.rule(trace, term, decides(term)) });
        continue;
      }
      const together = byField.get(condition.condition.field) ?? [term];
      if (together.length === 1) {
        nodes.push({
          important: term.holds,
          build: () => this.condition(trace, condition, decides(term)),
        });
      } else if (together[0] === term) {
        nodes.push({
          important: together.some(each => each.holds),
          build: () => this.alternatives(trace, together, decides),
        });
      }
    }
    return this.shown(nodes);
  }

  /** The nodes that there is room for: those that hold, and as many of the others as can be read. */
  private shown(nodes: readonly Shown[]): ExplainedNode[] {
    let failing = 0;
    let leftOut = 0;
    const children = nodes.flatMap(({ important, build }) => {
      if (this.left <= 0 || (!important && failing >= MOST_FAILING)) {
        leftOut++;
        return [];
      }
      if (!important) failing++;
      return [build()];
    });
    if (leftOut === 0) return children;
    return [...children, note(phrase(this.known, 'explain.more', { n: leftOut }))];
  }

  private rule(trace: BlockTrace, term: TermTrace, decides: boolean): ExplainedNode {
    const rule = term.rule!;
    const { tree } = this.parsed;
    const { node } = rule.source;
    const name = tree.attribute(node, 'name');
    const held = term.conditions.filter(each => each.holds).length;
    const all = term.conditions.length;
    this.left--;
    return {
      kind: 'rule',
      state: stateOf(term, decides),
      label: name < 0 ? 'Rule' : `Rule ${quoted(tree.attributeValue(name))}`,
      detail: `${rule.relation}, ${held} of ${all} hold`,
      sentence: phrase(this.known, rule.relation === 'and' ? 'explain.rule.and' : 'explain.rule.or', {
        held,
        all,
      }),
      range: this.rangeOf(node),
      children: this.shown(
        term.conditions.map(condition => ({
          important: condition.holds,
          build: () => this.condition(trace, condition, decides && condition.reached && condition.holds),
        })),
      ),
    };
  }

  private alternatives(
    trace: BlockTrace,
    terms: readonly TermTrace[],
    decides: (term: TermTrace) => boolean,
  ): ExplainedNode {
    const conditions = terms.map(term => ({ term, condition: term.conditions[0]! }));
    const first = conditions[0]!.condition.condition;
    const held = terms.filter(term => term.holds).length;
    const deciding = terms.some(decides);
    this.left--;
    return {
      kind: 'alternatives',
      state: deciding
        ? 'decides'
        : held > 0
          ? 'holds'
          : terms.some(term => term.reached)
            ? 'fails'
            : 'unreached',
      label: `One of ${terms.length} on ${first.field}`,
      detail: `${held} of ${terms.length} hold`,
      sentence: phrase(this.known, 'explain.alternatives', { field: first.field, held, all: terms.length }),
      range: this.rangeOf(first.source.node),
      children: this.shown(
        conditions.map(({ term, condition }) => ({
          important: term.holds,
          build: () => this.condition(trace, condition, decides(term)),
        })),
      ),
    };
  }

  private condition({ block }: BlockTrace, trace: ConditionTrace, decides: boolean): ExplainedNode {
    const { node } = trace.condition.source;
    const written = this.parsed.tree.content(node);
    this.left--;
    return {
      kind: 'condition',
      state: stateOf(trace, decides),
      label: conditionLabel(trace, written),
      detail: fieldDetail(trace),
      sentence: conditionSentence(this.known, trace, written, block.eventId, this.eventId),
      range: {
        start: this.positionAt(this.parsed.tree.start(node)),
        end: this.positionAt(this.parsed.tree.end(node)),
      },
      children: [],
    };
  }

  /** Blocks of the event that Sysmon does not load. */
  private dropped(): ExplainedNode[] {
    const { loaded, known, trace } = this;
    const tag = trace.event?.tag;
    return loaded.dropped
      .filter(({ block }) => block.tag === tag)
      .slice(0, MOST_FAILING)
      .map(({ block, code }) => ({
        ...note(block.tag),
        detail: `line ${this.lineOf(block.node)}, not loaded: ${code}`,
        sentence: phrase(known, 'explain.dropped'),
        range: this.rangeOf(block.node),
      }));
  }

  private rangeOf(node: Node): Range {
    return startTagRange(this.parsed, node);
  }

  private lineOf(node: Node): number {
    return this.positionAt(this.parsed.tree.start(node)).line + 1;
  }

  private positionAt(offset: number): Range['start'] {
    return this.parsed.document.positionAt(offset);
  }
}

/** A node that is built when there is room for it. */
interface Shown {
  /** It holds, so it is shown before those that do not. */
  readonly important: boolean;
  readonly build: () => ExplainedNode;
}

function stateOf(
  { holds, reached }: { readonly holds: boolean; readonly reached: boolean },
  decides: boolean,
): ExplainedState {
  if (decides) return 'decides';
  if (!reached) return 'unreached';
  return holds ? 'holds' : 'fails';
}

function note(text: string): ExplainedNode {
  return { kind: 'note', state: 'note', label: text, detail: '', sentence: text, range: null, children: [] };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
