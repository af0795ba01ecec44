/**
 * The coverage as one picture for a report: self-contained, on white, readable when printed without colours.
 * What comes from the file is text in it, never markup.
 */
import type { Coverage, EventCoverage, EventState, TechniqueCoverage } from '../coverage.ts';

const WIDTH = 1480;
const MARGIN = 36;
const INNER = WIDTH - 2 * MARGIN;
const GAP = 10;
const EVENT_COLUMNS = 5;
const EVENT_HEIGHT = 44;
const TACTIC_COLUMNS = 7;
const CELL_HEIGHT = 34;
const FONT = "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, sans-serif";

/** How a state is called and drawn; the words tell the states apart without the colours. */
const STATES: Readonly<Record<EventState, { readonly label: string; readonly color: string }>> = {
  everything: { label: 'everything', color: '#1a7f37' },
  default: { label: 'by default', color: '#1a7f37' },
  include: { label: 'include', color: '#0a5fb4' },
  both: { label: 'include, exclude', color: '#6639ba' },
  exclude: { label: 'all but', color: '#8a5a00' },
  off: { label: 'off', color: '#6e7781' },
};

/** Steps of the number of rules, each with a fill that its text can be read on. */
const STEPS = [
  { from: 50, fill: '#084a91', text: '#ffffff', label: '50 or more' },
  { from: 10, fill: '#2171b5', text: '#ffffff', label: '10 to 49' },
  { from: 4, fill: '#9ecae1', text: '#10222b', label: '4 to 9' },
  { from: 2, fill: '#c6dbef', text: '#10222b', label: '2 to 3' },
  { from: 1, fill: '#e4eef8', text: '#10222b', label: '1 rule' },
  { from: 0, fill: '#ffffff', text: '#57606a', label: 'exclude rules only' },
] as const;

/** @param name what the picture is of, such as the name of the file */
export function coverageSvg(coverage: Coverage, name: string): string {
  const body: string[] = [];
  let y = MARGIN + 22;
  body.push(text(MARGIN, y, fit(name, INNER, 22), { size: 22, weight: 600 }));
  const platform = coverage.platform === 'linux' ? 'Linux' : 'Windows';
  const { logged, events, conditions } = coverage.counts;
  const tactics = coverage.tactics.filter(tactic => tactic.covered > 0).length;
  const covered = coverage.techniques.filter(({ rules }) => rules > 0).length;
  y += 24;
  const facts = [
    `Sysmon schema ${coverage.schema} on ${platform}`,
    `${logged} of ${events} events logged`,
    `${conditions} conditions`,
    `${covered} ATT&CK techniques in ${tactics} tactics`,
  ];
  body.push(text(MARGIN, y, facts.join('  ·  '), { size: 13, color: '#57606a' }));
  for (const remark of coverage.remarks) {
    y += 22;
    body.push(text(MARGIN, y, fit(remark, INNER, 13), { size: 13, color: '#a40e26', weight: 600 }));
  }
  y = drawEvents(body, coverage.events, y + 38);
  y = drawTactics(body, coverage, y + 40);
  y += 26;
  const notice = `ATT&CK ${coverage.attack.version}. ${coverage.attack.notice}`;
  for (const line of wrap(notice, INNER, 10.5)) {
    body.push(text(MARGIN, y, line, { size: 10.5, color: '#57606a' }));
    y += 15;
  }
  const height = Math.ceil(y + MARGIN - 15);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="${FONT}">`,
    `<title>${escape(`Coverage of ${name}`)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...body,
    '</svg>\n',
  ].join('\n');
}

function drawEvents(body: string[], events: readonly EventCoverage[], top: number): number {
  let y = top;
  body.push(text(MARGIN, y, 'Events', { size: 16, weight: 600 }));
  y += 14;
  const width = (INNER - GAP * (EVENT_COLUMNS - 1)) / EVENT_COLUMNS;
  const rows = Math.ceil(events.length / EVENT_COLUMNS);
  events.forEach((event, index) => {
    // Down the columns, so that neighbouring ids stay together.
    const x = MARGIN + Math.floor(index / rows) * (width + GAP);
    const cellY = y + (index % rows) * (EVENT_HEIGHT + 6);
    const { label, color } = STATES[event.state];
    const off = event.state === 'off';
    body.push(
      `<rect x="${x}" y="${cellY}" width="${width}" height="${EVENT_HEIGHT}" rx="5" fill="${off ? '#f6f8fa' : '#ffffff'}" stroke="#d0d7de"${off ? ' stroke-dasharray="3 3"' : ''}/>`,
      `<rect x="${x}" y="${cellY}" width="5" height="${EVENT_HEIGHT}" rx="2" fill="${color}"${off ? ' opacity="0.35"' : ''}/>`,
      text(x + 38, cellY + 19, String(event.id), { size: 13, weight: 600, anchor: 'end', color: '#57606a' }),
      text(x + 48, cellY + 19, fit(event.tag ?? event.title, width - 56, 13), {
        size: 13,
        weight: 600,
        color: off ? '#57606a' : '#1f2328',
      }),
      text(x + 48, cellY + 35, stateText(event, label), { size: 11.5, color }),
    );
  });
  return y + rows * (EVENT_HEIGHT + 6);
}

function stateText({ state, includes, excludes }: EventCoverage, label: string): string {
  switch (state) {
    case 'include':
      return `${label} ${includes}`;
    case 'exclude':
      return `${label} ${excludes}`;
    case 'both':
      return `include ${includes}, exclude ${excludes}`;
    default:
      return label;
  }
}

function drawTactics(body: string[], coverage: Coverage, top: number): number {
  let y = top;
  body.push(text(MARGIN, y, 'ATT&CK techniques that rules name', { size: 16, weight: 600 }));
  const tactics = coverage.tactics
    .map(tactic => ({
      ...tactic,
      techniques: coverage.techniques.filter(technique => technique.tactics.includes(tactic.id)),
    }))
    .filter(({ techniques }) => techniques.length > 0);
  if (tactics.length === 0) {
    y += 26;
    body.push(text(MARGIN, y, 'No rule names a technique.', { size: 13, color: '#57606a' }));
  } else {
    drawLegend(body, y);
    y += 14;
  }
  const width = (INNER - GAP * (TACTIC_COLUMNS - 1)) / TACTIC_COLUMNS;
  // Each goes under the shortest column, so that one long tactic leaves no hole in the page.
  const ends = Array.from({ length: Math.min(TACTIC_COLUMNS, tactics.length) }, () => y);
  for (const tactic of tactics) {
    const column = ends.indexOf(Math.min(...ends));
    const x = MARGIN + column * (width + GAP);
    const start = ends[column] ?? y;
    body.push(
      `<rect x="${x}" y="${start}" width="${width}" height="46" rx="5" fill="#10222b"/>`,
      text(x + 10, start + 20, fit(tactic.name, width - 20, 13), { size: 13, weight: 600, color: '#ffffff' }),
      text(x + 10, start + 36, `${tactic.covered} of ${tactic.known}`, { size: 11, color: '#c9d6de' }),
    );
    tactic.techniques.forEach((technique, at) => {
      drawTechnique(body, technique, x, start + 52 + at * (CELL_HEIGHT + 4), width);
    });
    ends[column] = start + 52 + tactic.techniques.length * (CELL_HEIGHT + 4) + 18;
  }
  y = Math.max(y, ...ends);
  if (coverage.unknown.length > 0) {
    const ids = coverage.unknown.map(({ id, rules, excluded }) => `${id} (${rules + excluded})`).join(', ');
    y += 8;
    for (const line of wrap(`Not in ATT&CK ${coverage.attack.version}: ${ids}`, INNER, 12)) {
      body.push(text(MARGIN, y, line, { size: 12, color: '#57606a' }));
      y += 17;
    }
  }
  return y;
}

function drawTechnique(
  body: string[],
  { id, name, rules }: TechniqueCoverage,
  x: number,
  y: number,
  width: number,
): void {
  const { fill, text: color } = STEPS.find(({ from }) => rules >= from) ?? STEPS[5];
  const short = name.includes(': ') ? name.slice(name.indexOf(': ') + 2) : name;
  body.push(
    `<rect x="${x}" y="${y}" width="${width}" height="${CELL_HEIGHT}" rx="3" fill="${fill}" stroke="#afb8c1" stroke-width="0.75"/>`,
    text(x + 8, y + 14, id, { size: 11, weight: 600, color }),
    text(x + width - 8, y + 14, String(rules), { size: 11, weight: 600, color, anchor: 'end' }),
    text(x + 8, y + 27, fit(short, width - 16, 10.5), { size: 10.5, color }),
  );
}

function drawLegend(body: string[], y: number): void {
  let x = WIDTH - MARGIN;
  for (const { fill, label } of STEPS) {
    x -= label.length * 6 + 8;
    body.push(
      text(x, y, label, { size: 11, color: '#57606a' }),
      `<rect x="${x - 18}" y="${y - 10}" width="12" height="12" rx="2" fill="${fill}" stroke="#afb8c1" stroke-width="0.75"/>`,
    );
    x -= 30;
  }
}

interface TextStyle {
  readonly size: number;
  readonly weight?: number;
  readonly color?: string;
  readonly anchor?: 'end';
}

function text(x: number, y: number, content: string, style: TextStyle): string {
  const { size, weight, color = '#1f2328', anchor } = style;
  const attributes = [
    `x="${x}" y="${y}" font-size="${size}" fill="${color}"`,
    ...(weight === undefined ? [] : [`font-weight="${weight}"`]),
    ...(anchor === undefined ? [] : [`text-anchor="${anchor}"`]),
  ];
  return `<text ${attributes.join(' ')}>${escape(content)}</text>`;
}

/** An average of proportional letters; there is nothing here to measure text with. */
const LETTER = 0.57;

function fit(content: string, width: number, size: number): string {
  const letters = Math.floor(width / (size * LETTER));
  return content.length <= letters ? content : `${content.slice(0, Math.max(1, letters - 1)).trimEnd()}…`;
}

function wrap(content: string, width: number, size: number): string[] {
  const letters = Math.floor(width / (size * LETTER));
  const lines: string[] = [];
  let line = '';
  for (const word of content.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > letters) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? fit(word, width, size) : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** Text for XML; what XML cannot hold at all becomes the mark for an unknown character. */
function escape(content: string): string {
  return content
    .replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[<>&"]/g, c => `&#${c.charCodeAt(0)};`);
}
