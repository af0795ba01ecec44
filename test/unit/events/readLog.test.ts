import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fieldOrder } from '../../../server/src/events/fieldOrder.ts';
import { readLog, type LogEntry } from '../../../server/src/events/readLog.ts';
import { shippedManifests } from '../../../server/src/schema/data.ts';
import { createSchemaSet } from '../../../server/src/schema/schema.ts';

const order = fieldOrder(createSchemaSet(shippedManifests()));

async function read(bytes: Uint8Array, chunk = 1 << 16): Promise<LogEntry[]> {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunk) chunks.push(Buffer.from(bytes.subarray(at, at + chunk)));
  const entries: LogEntry[] = [];
  for await (const batch of readLog(Readable.from(chunks), order)) entries.push(...batch);
  return entries;
}

/** What was read, in short: `22 Image=x`, `other`, or `line 3: reason`. */
function told({ line, entry }: LogEntry): string {
  if (entry.kind === 'other') return 'other';
  if (entry.kind === 'unreadable') return `line ${line}: ${entry.reason}`;
  return `${entry.event.eventId} Image=${entry.event.fields['Image']}`;
}

const XML =
  '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Sysmon" Guid="{5770385f-c22a-43e0-bf4c-06f5698ffbd9}"/><EventID>22</EventID></System><EventData><Data Name="Image">C:\\a&amp;b.exe</Data><Data Name="QueryName"></Data></EventData></Event>';
const LINUX = XML.replace('Microsoft-Windows-Sysmon', 'Linux-Sysmon');
const OTHER_XML = XML.replace('Microsoft-Windows-Sysmon', 'Microsoft-Windows-Security-Auditing');

const POWERSHELL = {
  Id: 5,
  ProviderName: 'Microsoft-Windows-Sysmon',
  Properties: ['-', '2024-01-01', '{0}', 7, 'C:\\a.exe', 'u'].map(Value => ({ Value })),
};

/** A log, and what is read from it. */
const LOGS: readonly (readonly [what: string, log: string, entries: readonly string[]])[] = [
  ['nothing', '', []],
  ['blank lines', '\n \n', []],
  ['the project’s own form', '{"event":"DnsQuery","eventId":22,"fields":{"Image":"a"}}\n', ['22 Image=a']],
  [
    'NXLog',
    '{"EventID":22,"SourceName":"Microsoft-Windows-Sysmon","Image":"a"}\r\n{"EventID":4624,"SourceName":"Microsoft-Windows-Security-Auditing"}\n',
    ['22 Image=a', 'other'],
  ],
  [
    'Winlogbeat, nested, dotted and as Elastic exports it',
    [
      { winlog: { provider_name: 'Microsoft-Windows-Sysmon', event_id: 22, event_data: { Image: 'a' } } },
      { 'winlog.event_id': '22', 'winlog.event_data.Image': 'b' },
      { _source: { winlog: { event_id: 22, event_data: { Image: 'c' } } } },
      { winlog: { provider_name: 'Microsoft-Windows-Security-Auditing', event_id: 4624, event_data: {} } },
    ]
      .map(line => JSON.stringify(line))
      .join('\n'),
    ['22 Image=a', '22 Image=b', '22 Image=c', 'other'],
  ],
  [
    'Splunk, by fields and by raw text',
    [
      {
        result: {
          EventCode: '22',
          source: 'XmlWinEventLog:Microsoft-Windows-Sysmon/Operational',
          Image: 'a',
        },
      },
      { preview: false, result: { _raw: XML } },
      { result: { EventCode: '4624', source: 'WinEventLog:Security' } },
    ]
      .map(line => JSON.stringify(line))
      .join('\n'),
    ['22 Image=a', '22 Image=C:\\a&b.exe', 'other'],
  ],
  [
    'Get-WinEvent, a list over several lines',
    JSON.stringify([POWERSHELL, POWERSHELL], null, 2),
    ['5 Image=C:\\a.exe', '5 Image=C:\\a.exe'],
  ],
  ['Get-WinEvent, a single one', JSON.stringify(POWERSHELL, null, 2), ['5 Image=C:\\a.exe']],
  ['one event in XML', XML, ['22 Image=C:\\a&b.exe']],
  [
    'what Event Viewer exports',
    `\ufeff<?xml version="1.0"?>\n<Events>${XML}\n${OTHER_XML}${XML}</Events>`,
    ['22 Image=C:\\a&b.exe', 'other', '22 Image=C:\\a&b.exe'],
  ],
  [
    'syslog of Linux',
    `Nov 24 10:00:00 host sysmon: ${LINUX}\nNov 24 10:00:01 host sysmon: ${LINUX}\n`,
    ['22 Image=C:\\a&b.exe', '22 Image=C:\\a&b.exe'],
  ],
  ['syslog with a priority', `<14>Nov 24 10:00:00 host sysmon: ${LINUX}\n`, ['22 Image=C:\\a&b.exe']],
  [
    'lines that cannot be read',
    '{"EventID":22,"Image":"a"}\nnonsense\n{"a":1}\n{"EventID":"x"}\n{"EventID":22,"Image":"b"}',
    [
      '22 Image=a',
      'line 2: it is neither JSON nor an event in XML',
      'line 3: it has the shape of no known log',
      'line 4: it has no event id',
      '22 Image=b',
    ],
  ],
  [
    'an event that is cut off',
    `<Events>\n${XML}\n<Event><System>`,
    ['22 Image=C:\\a&b.exe', 'line 3: the event has no </Event>'],
  ],
];

describe('readLog', () => {
  for (const [what, log, expected] of LOGS) {
    it(`reads ${what}`, async () => {
      const bytes = Buffer.from(log);
      assert.deepEqual((await read(bytes)).map(told), expected);
      assert.deepEqual((await read(gzipSync(bytes), 10)).map(told), expected, 'packed, in small pieces');
    });
  }

  it('reads UTF-16 with its higher byte first, also without a byte order mark', async () => {
    for (const mark of ['', '\ufeff']) {
      const bytes = Buffer.from(`${mark}{"event":"DnsQuery","eventId":22,"fields":{"Image":"a"}}`, 'utf16le');
      assert.deepEqual((await read(bytes.swap16())).map(told), ['22 Image=a']);
    }
  });

  it('reads UTF-16', async () => {
    assert.deepEqual((await read(Buffer.from(`\ufeff${XML}`, 'utf16le'))).map(told), [
      '22 Image=C:\\a&b.exe',
    ]);
  });

  it('cuts entries rightly wherever the pieces of the stream end', async () => {
    const log = Buffer.from(`{"EventID":22,"Image":"ä"}\n{"EventID":1,"Image":"€"}\n`);
    for (let chunk = 1; chunk < 30; chunk++) {
      assert.deepEqual((await read(log, chunk)).map(told), ['22 Image=ä', '1 Image=€']);
    }
  });

  it('says so when a packed log is broken', async () => {
    const packed = gzipSync(Buffer.from('{"EventID":22}\n'.repeat(1000)));
    await assert.rejects(read(packed.subarray(0, packed.length - 10)));
  });
});
