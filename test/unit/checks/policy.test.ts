import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AdviceProblem, createAdvice } from '../../../server/src/checks/advice.ts';
import { Facts } from '../../../server/src/checks/check.ts';
import { applyEdits } from '../../../server/src/checks/fix.ts';
import { runChecks } from '../../../server/src/checks/runChecks.ts';
import { POLICY_CHECKS } from '../../../server/src/checks/policy/index.ts';
import { compiled } from '../../../server/src/cli/compiled.ts';
import { knowledge } from '../../../server/src/schema/data.ts';
import type { Target } from '../../../server/src/schema/context.ts';
import { loading } from '../loader/loading.ts';

/**
 * A configuration in which `[[` and `]]` stand around each place that the check is to mark; the check says
 * nothing where there are none.
 */
interface Case {
  readonly code: string;
  readonly what: string;
  /** What stands in EventFiltering, or a whole configuration. */
  readonly text: string;
  readonly version?: string;
  readonly target?: Partial<Target>;
  /** A part of the message. */
  readonly says?: string;
  /** The text after a fix, by its title; all the titles in order. */
  readonly fixes?: Readonly<Record<string, string>>;
  /** The titles of fixes that cannot change what is logged. */
  readonly safe?: readonly string[];
}

const or = (inner: string): string => `<RuleGroup name="" groupRelation="or">${inner}</RuleGroup>`;
const block = (tag: string, onmatch: string, inner = ''): string =>
  `<${tag} onmatch="${onmatch}">${inner}</${tag}>`;
const excluding = (inner: string, tag = 'ProcessCreate'): string => or(block(tag, 'exclude', inner));
const A = '<Image condition="is">C:\\a.exe</Image>';
const B = '<Image condition="is">C:\\b.exe</Image>';
const LINUX: Partial<Target> = { platform: 'linux' };

/** Ten names of which all but those given are techniques. */
const names = (...others: string[]): string =>
  or(
    block(
      'FileCreate',
      'include',
      Array.from({ length: 10 }, (_, i) => {
        const name = others[i] ?? 'technique_id=T1105,technique_name=Ingress Tool Transfer';
        return `<Image name="${name}" condition="is">C:\\${i}.exe</Image>`;
      }).join('\n'),
    ),
  );

const cases: readonly Case[] = [
  {
    code: 'event-not-on-linux',
    what: 'reports what Linux never writes',
    text: or(block('[[ImageLoad]]', 'include', A).replace('</[[ImageLoad]]>', '</ImageLoad>')),
    target: LINUX,
    says: 'never writes ImageLoad',
    fixes: { 'Remove the block': '' },
  },
  {
    code: 'event-not-on-linux',
    what: 'leaves what Linux writes, what asks for nothing, and Windows alone',
    text: block('ProcessCreate', 'include', A) + block('ImageLoad', 'include'),
    target: LINUX,
  },
  { code: 'event-not-on-linux', what: 'is about Linux', text: block('ImageLoad', 'include', A) },
  {
    code: 'capture-switched-off',
    what: 'reports an empty include that comes last',
    text: `${block('NetworkConnect', 'include', A)}\n<[[NetworkConnect]] onmatch="include"/>\n`,
    says: 'the block in line 1 gets no events',
    fixes: { 'Delete the empty include': `${block('NetworkConnect', 'include', A)}\n` },
  },
  {
    code: 'capture-switched-off',
    what: 'deletes every empty include at the end',
    text:
      block('DnsQuery', 'include', '<QueryName>a</QueryName>') +
      or(block('DnsQuery', 'include')) +
      '<[[DnsQuery]] onmatch="include"></DnsQuery>',
    fixes: { 'Delete the empty include': block('DnsQuery', 'include', '<QueryName>a</QueryName>') },
  },
  {
    code: 'capture-switched-off',
    what: 'knows which events are captured on demand, and that the last block decides',
    text:
      block('FileCreate', 'include', A) +
      block('FileCreate', 'include') +
      block('ImageLoad', 'include') +
      block('ImageLoad', 'include', A) +
      block('NetworkConnect', 'include'),
  },
  {
    code: 'nothing-is-logged',
    what: 'reports several excludes, and merges those that are OR',
    text: `<RuleGroup name="" groupRelation="or">
  <ProcessCreate onmatch="exclude">
    ${A}
  </ProcessCreate>
</RuleGroup>
<RuleGroup name="" groupRelation="or">
  <[[ProcessCreate]] onmatch="exclude">
    ${B} <!-- b -->
  </ProcessCreate>
</RuleGroup>
`,
    says: 'it logs no ProcessCreate at all',
    fixes: {
      'Merge the exclude blocks into one': `<RuleGroup name="" groupRelation="or">
  <ProcessCreate onmatch="exclude">
    ${A}
    ${B} <!-- b -->
  </ProcessCreate>
</RuleGroup>
`,
    },
  },
  {
    code: 'nothing-is-logged',
    what: 'merges blocks that are AND only where they have one and the same field',
    text: `${block('FileCreate', 'exclude', A)}\n<[[FileCreate]] onmatch="exclude">${B}</FileCreate>\n`,
    fixes: { 'Merge the exclude blocks into one': `${block('FileCreate', 'exclude', `${A}\n${B}`)}\n` },
  },
  {
    code: 'nothing-is-logged',
    what: 'does not merge what would mean something else then',
    text: `${block('FileCreate', 'exclude', A)}\n<[[FileCreate]] onmatch="exclude"><User>x</User></FileCreate>\n`,
    fixes: {},
  },
  {
    code: 'nothing-is-logged',
    what: 'removes empty excludes',
    text: `\n<FileCreate onmatch="exclude"/>\n<[[FileCreate]] onmatch="exclude">${B}</FileCreate>\n`,
    fixes: { 'Remove the other, empty exclude blocks': `\n${block('FileCreate', 'exclude', B)}\n` },
  },
  {
    code: 'nothing-is-logged',
    what: 'does not turn on what would block or flood',
    text: `${block('FileBlockExecutable', 'exclude', A)}<[[FileBlockExecutable]] onmatch="exclude"/>
<ImageLoad onmatch="exclude"/><[[ImageLoad]] onmatch="exclude"/>`,
    fixes: {},
  },
  {
    code: 'nothing-is-logged',
    what: 'leaves one exclude, or one beside an include, alone',
    text:
      block('FileCreate', 'exclude', A) +
      block('ImageLoad', 'exclude', A) +
      block('ImageLoad', 'exclude', B) +
      block('ImageLoad', 'include', '<ImageLoaded>x</ImageLoaded>'),
  },
  {
    code: 'empty-block-changes-default',
    what: 'reports an empty include beside an exclude',
    text: `\n<[[DnsQuery]] onmatch="include"/>\n<DnsQuery onmatch="exclude"><QueryName>a</QueryName></DnsQuery>\n`,
    says: 'the conditions of the exclude in line 3 are of no use',
    fixes: {
      'Remove the empty include, to log what is not excluded':
        '\n<DnsQuery onmatch="exclude"><QueryName>a</QueryName></DnsQuery>\n',
      'Remove the exclude, which does nothing': '\n<DnsQuery onmatch="include"/>\n',
    },
  },
  {
    code: 'empty-block-changes-default',
    what: 'reports an empty exclude beside an empty include',
    text: `\n<DnsQuery onmatch="exclude"/>\n<[[DnsQuery]] onmatch="include"/>\n`,
    says: 'which alone would log everything',
    // Every look-up of a name would be logged, which is another problem.
    fixes: {
      'Remove the exclude, which does nothing': `\n<DnsQuery onmatch="include"/>\n`,
    },
  },
  {
    code: 'empty-block-changes-default',
    what: 'leaves empty blocks alone that change nothing',
    text:
      block('DnsQuery', 'include', '<QueryName>a</QueryName>') +
      block('DnsQuery', 'exclude') +
      block('FileCreate', 'include') +
      block('ImageLoad', 'exclude') +
      block('FileDelete', 'include', A) +
      block('FileDelete', 'include'),
  },
  {
    code: 'empty-option',
    what: 'reports an option that needs a value',
    text: `<Sysmon schemaversion="4.90">\n  [[<DnsLookup/>]]\n  <EventFiltering/>\n</Sysmon>`,
    says: 'DnsLookup needs a value',
    fixes: { 'Remove the option': `<Sysmon schemaversion="4.90">\n  <EventFiltering/>\n</Sysmon>` },
  },
  {
    code: 'empty-option',
    what: 'leaves options alone that need none',
    text: `<Sysmon schemaversion="4.90"><DnsLookup>False</DnsLookup><CheckRevocation/><CaptureClipboard/></Sysmon>`,
  },
  {
    code: 'number-compared-as-text',
    what: 'reports numbers, addresses and versions',
    text: or(
      block(
        'NetworkConnect',
        'include',
        `<DestinationPort condition="more than">[[1024]]</DestinationPort>
<SourceIp condition="less than">[[10.0.0.255]]</SourceIp>`,
      ),
    ),
    says: '“9” is more than “10”',
  },
  {
    code: 'number-compared-as-text',
    what: 'leaves text and times alone, and numbers in other conditions',
    text: or(
      block(
        'FileCreate',
        'include',
        `<CreationUtcTime condition="more than">2024-01-01 00:00:00.000</CreationUtcTime>
<ProcessId condition="is">4</ProcessId>`,
      ),
    ),
  },
  {
    code: 'excludes-any-all-swapped',
    what: 'reports names that cannot all be in one value',
    text: or(
      block('ImageLoad', 'include', '<ImageLoaded condition="[[excludes all]]">a.dll;b.dll</ImageLoaded>'),
    ),
    says: 'use “excludes any”',
    fixes: {
      'Change to “excludes any”': or(
        block('ImageLoad', 'include', '<ImageLoaded condition="excludes any">a.dll;b.dll</ImageLoaded>'),
      ),
    },
  },
  {
    code: 'excludes-any-all-swapped',
    what: 'reports ports and roots',
    text: or(
      block(
        'NetworkConnect',
        'include',
        `<DestinationPort condition="[[excludes all]]">80;443</DestinationPort>
<Image condition="[[Excludes All]]">C:\\a\\;C:\\b\\</Image>`,
      ),
    ),
  },
  {
    code: 'excludes-any-all-swapped',
    what: 'leaves parts of one value, single items and excludes any alone',
    text: or(
      block(
        'ProcessCreate',
        'include',
        `<Image condition="excludes all">C:\\Program Files\\;\\setup.exe</Image>
<CommandLine condition="excludes all">rundll32.exe;setup.dll</CommandLine>
<Image condition="excludes all">a.exe</Image>
<Image condition="excludes any">a.exe;b.exe</Image>`,
      ),
    ),
  },
  {
    code: 'rule-without-relation',
    what: 'reports a Rule that joins conditions without saying how',
    text: or(block('FileCreate', 'include', `<[[Rule]] name="x">${A}${B}</Rule>`)),
    says: 'takes that as OR',
    fixes: {
      'Add groupRelation="or", which it is now': or(
        block('FileCreate', 'include', `<Rule name="x" groupRelation="or">${A}${B}</Rule>`),
      ),
      'Add groupRelation="and", so that all must hold': or(
        block('FileCreate', 'include', `<Rule name="x" groupRelation="and">${A}${B}</Rule>`),
      ),
    },
    safe: ['Add groupRelation="or", which it is now'],
  },
  {
    code: 'rule-without-relation',
    what: 'leaves Rules alone that say it or join nothing',
    text: or(
      block(
        'FileCreate',
        'include',
        `<Rule groupRelation="or">${A}${B}</Rule><Rule>${A}</Rule><Rule> </Rule>`,
      ),
    ),
  },
  {
    code: 'schemaversion-cut-short',
    what: 'reports a comma, and declares what was meant or what it is',
    text: '<Sysmon schemaversion="[[4,90]]"><EventFiltering/></Sysmon>',
    says: '“4,90” is 4.00',
    fixes: {
      'Declare schemaversion="4.90"': '<Sysmon schemaversion="4.90"><EventFiltering/></Sysmon>',
      'Declare schemaversion="4.00", which it is now':
        '<Sysmon schemaversion="4.00"><EventFiltering/></Sysmon>',
    },
  },
  {
    code: 'schemaversion-cut-short',
    what: 'reports other text behind the number',
    text: '<Sysmon schemaversion="[[4.50.1]]"><EventFiltering/></Sysmon>',
    says: '“4.50.1” is 4.50',
    fixes: {
      'Declare schemaversion="4.50", which it is now':
        '<Sysmon schemaversion="4.50"><EventFiltering/></Sysmon>',
    },
    safe: ['Declare schemaversion="4.50", which it is now'],
  },
  {
    code: 'schemaversion-cut-short',
    what: 'leaves blanks and other forms of a number alone',
    text: '<Sysmon schemaversion=" 4.5 "><EventFiltering/></Sysmon>',
  },
  {
    code: 'rule-relation-unknown',
    what: 'reports what is AND without saying so',
    text: or(block('FileCreate', 'include', `<Rule [[groupRelation="xor"]]>${A}${B}</Rule>`)),
    says: 'with “xor” all conditions must hold',
    fixes: {
      'Change to “and”, which it is now': or(
        block('FileCreate', 'include', `<Rule groupRelation="and">${A}${B}</Rule>`),
      ),
      'Change to “or”, so that one is enough': or(
        block('FileCreate', 'include', `<Rule groupRelation="or">${A}${B}</Rule>`),
      ),
    },
    safe: ['Change to “and”, which it is now'],
  },
  {
    code: 'rule-relation-unknown',
    what: 'takes a quote of the other kind for a part of the value',
    text: or(block('FileCreate', 'include', `<Rule [[groupRelation="or'"]]>${A}${B}</Rule>`)),
    says: "with “or'” all conditions must hold",
  },
  {
    code: 'rule-relation-unknown',
    what: 'thinks that “or” with a blank was meant as OR',
    text: or(block('FileCreate', 'include', `<Rule [[groupRelation="or "]]>${A}${B}</Rule>`)),
    fixes: {
      'Change to “or”, so that one is enough': or(
        block('FileCreate', 'include', `<Rule groupRelation="or">${A}${B}</Rule>`),
      ),
      'Change to “and”, which it is now': or(
        block('FileCreate', 'include', `<Rule groupRelation="and">${A}${B}</Rule>`),
      ),
    },
  },
  {
    code: 'rule-relation-unknown',
    what: 'does not mind the case',
    text: or(
      block(
        'FileCreate',
        'include',
        `<Rule groupRelation="OR">${A}${B}</Rule><Rule groupRelation="And ">${A}${B}</Rule><Rule groupRelation="x">${A}</Rule>`,
      ),
    ),
  },
  {
    code: 'bare-block-relation',
    what: 'reports a bare block that is an AND',
    text: `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <[[FileCreate]] onmatch="exclude">
      <Image>a</Image>
      <Rule groupRelation="and">
        <User>x
y</User>
        <Image>b</Image>
      </Rule>
    </FileCreate>
  </EventFiltering>
</Sysmon>`,
    says: 'joins the different fields and Rules of such a block by AND',
    fixes: Object.fromEntries(
      [
        ['or', 'so that one is enough'],
        ['and', 'which it is now'],
      ].map(([relation, told]) => [
        `Wrap it in a RuleGroup with groupRelation="${relation}", ${told}`,
        `<Sysmon schemaversion="4.90">
  <EventFiltering>
    <RuleGroup name="" groupRelation="${relation}">
      <FileCreate onmatch="exclude">
        <Image>a</Image>
        <Rule groupRelation="and">
          <User>x
y</User>
          <Image>b</Image>
        </Rule>
      </FileCreate>
    </RuleGroup>
  </EventFiltering>
</Sysmon>`,
      ]),
    ),
  },
  {
    code: 'bare-block-relation',
    what: 'leaves alternatives on one field, and blocks in RuleGroups, alone',
    text:
      block('FileCreate', 'exclude', A + B) +
      or(block('ImageLoad', 'include', `${A}<User>x</User>`)) +
      block('ProcessCreate', 'include', `<Rule groupRelation="and">${A}<User>x</User></Rule>`),
  },
  {
    code: 'bare-block-relation',
    what: 'is about versions from 4.11 on',
    text: block('ProcessCreate', 'include', `${A}<User>x</User>`),
    version: '4.10',
  },
  {
    code: 'default-is-inverse',
    what: 'reports default, and writes what it means',
    text: `<FileCreate [[default="include"]]>${A}</FileCreate>`,
    says: 'reads this block as onmatch="exclude"',
    fixes: { 'Change to onmatch="exclude", which means the same': block('FileCreate', 'exclude', A) },
    safe: ['Change to onmatch="exclude", which means the same'],
  },
  { code: 'default-is-inverse', what: 'leaves onmatch alone', text: block('FileCreate', 'exclude', A) },
  {
    code: 'exclude-by-writable-path',
    what: 'reports folders that a user can write to',
    text: excluding(
      `<Image condition="begin with">[[C:\\Users\\]]</Image>
<Image condition="contains">[[\\AppData\\Local\\Vendor\\]]</Image>
<Image condition="is">[[C:\\Windows\\Temp\\a.exe]]</Image>
<Image condition="image">[[C:\\Users\\Public\\a.exe]]</Image>
<Image condition="end with">[[\\Downloads\\setup.exe]]</Image>
<Image condition="is any">C:\\Program Files\\a.exe;[[%TEMP%\\b.exe]]</Image>
<ParentImage condition="contains all">[[C:\\Users\\]];\\teams.exe</ParentImage>`,
    ),
    says: 'A normal user can write to a user’s own profile',
  },
  {
    code: 'exclude-by-writable-path',
    what: 'asks for the system where its programs are there as well',
    text: excluding('<Image condition="begin with">[[C:\\ProgramData\\Vendor\\]]</Image>'),
    fixes: {
      'Exclude it only at integrity level System': excluding(
        '<Rule groupRelation="and"><Image condition="begin with">C:\\ProgramData\\Vendor\\</Image><IntegrityLevel condition="is">System</IntegrityLevel></Rule>',
      ),
    },
  },
  {
    code: 'exclude-by-writable-path',
    what: 'leaves paths of administrators alone, conditions that are not enough, and includes',
    text:
      excluding(
        `<Image condition="begin with">C:\\Program Files\\Temp\\</Image>
<Image condition="is">C:\\ProgramData\\Vendor\\agent.exe</Image>
<Image condition="begin with">C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\</Image>
<Image condition="contains all">C:\\Program Files\\;\\Temp\\</Image>
<Image condition="is not">C:\\Users\\a.exe</Image>
<Rule groupRelation="and"><Image condition="begin with">C:\\Users\\</Image><Hashes condition="contains">00</Hashes></Rule>
<TerminalSessionId condition="contains">\\Users\\</TerminalSessionId>`,
      ) +
      or(block('FileCreate', 'include', '<Image condition="begin with">C:\\Users\\</Image>')) +
      block('ImageLoad', 'exclude', '<Image condition="begin with">C:\\Users\\</Image><Signed>true</Signed>'),
  },
  {
    code: 'exclude-by-writable-path',
    what: 'leaves excludes of what is never logged alone',
    text:
      excluding('<Image condition="begin with">C:\\Users\\</Image>', 'FileCreate') +
      block('FileCreate', 'include'),
  },
  {
    code: 'exclude-by-bare-name',
    what: 'reports names without a folder, and knows where Windows keeps its own',
    text: excluding('<Image condition="image">[[SvcHost.exe]]</Image>', 'FileDelete'),
    says: 'Any file can be called “SvcHost.exe”',
    fixes: {
      'Change to “is” C:\\Windows\\System32\\svchost.exe': excluding(
        '<Image condition="is">C:\\Windows\\System32\\svchost.exe</Image>',
        'FileDelete',
      ),
      'Exclude it only for NT AUTHORITY\\SYSTEM': excluding(
        '<Rule groupRelation="and"><Image condition="image">SvcHost.exe</Image><User condition="is">NT AUTHORITY\\SYSTEM</User></Rule>',
        'FileDelete',
      ),
    },
  },
  {
    code: 'exclude-by-bare-name',
    what: 'reports endings, parts and lists',
    text: excluding(
      `<Image condition="end with">[[\\agent.exe]]</Image>
<Image condition="contains">[[agent.exe]]</Image>
<Image condition="contains any">C:\\a\\;[[agent.exe]]</Image>`,
      'ProcessTerminate',
    ),
  },
  {
    code: 'exclude-by-bare-name',
    what: 'leaves full paths, folders and other fields alone',
    text: excluding(
      `<Image condition="image">C:\\a\\agent.exe</Image>
<Image condition="end with">\\Vendor\\agent.exe</Image>
<Image condition="contains all">C:\\Program Files\\;agent.exe</Image>
<Image condition="is">agent.exe</Image>
<User condition="end with">agent.exe</User>`,
    ),
  },
  {
    code: 'exclude-by-attacker-text',
    what: 'reports what the one who acts writes',
    text: excluding(
      `<CommandLine condition="begin with">[[C:\\Windows\\a.exe -k]]</CommandLine>
<Company>[[Vendor]]</Company>`,
    ),
    says: 'Whoever starts the process writes its command line',
  },
  {
    code: 'exclude-by-attacker-text',
    what: 'asks for a valid signature where the event has one',
    text: `<RuleGroup name="" groupRelation="or">
  <DriverLoad onmatch="exclude">
    <Signature condition="begin with">[[Intel ]]</Signature> <!-- x -->
  </DriverLoad>
</RuleGroup>`,
    fixes: {
      'Exclude it only with a valid signature': `<RuleGroup name="" groupRelation="or">
  <DriverLoad onmatch="exclude">
    <Rule groupRelation="and">
      <Signature condition="begin with">Intel </Signature>
      <SignatureStatus condition="is">Valid</SignatureStatus>
    </Rule> <!-- x -->
  </DriverLoad>
</RuleGroup>`,
    },
  },
  {
    code: 'exclude-by-attacker-text',
    what: 'has no fix where a Rule would change what the others mean, or is not known yet',
    text: block('ProcessCreate', 'exclude', '<Company>[[a]]</Company><Company>[[b]]</Company>'),
    fixes: {},
  },
  {
    code: 'exclude-by-attacker-text',
    what: 'leaves it alone beside another condition, and what must not be',
    text: excluding(
      `<Rule groupRelation="and"><CommandLine>a -k</CommandLine><Image>C:\\Windows\\a.exe</Image></Rule>
<CommandLine condition="is not">a</CommandLine>
<User>NT AUTHORITY\\SYSTEM</User>`,
    ),
  },
  {
    code: 'exclude-by-domain-part',
    what: 'reports domains that others can register',
    text: excluding(`<QueryName condition="end with">[[example.com]]</QueryName>`, 'DnsQuery'),
    says: 'is met by otherexample.com too',
    fixes: {
      'Change to “end with” .example.com': excluding(
        '<QueryName condition="end with">.example.com</QueryName>',
        'DnsQuery',
      ),
    },
  },
  {
    code: 'exclude-by-domain-part',
    what: 'reports parts and beginnings',
    text: excluding(
      `<QueryName condition="contains">[[.example.com]]</QueryName>
<QueryName condition="begin with">[[update.example.com]]</QueryName>`,
      'DnsQuery',
    ),
  },
  {
    code: 'exclude-by-domain-part',
    what: 'leaves whole domains and those under a domain alone',
    text: excluding(
      `<QueryName condition="end with">.example.com</QueryName>
<QueryName condition="is">example.com</QueryName>
<QueryName condition="end with">-push.example.com</QueryName>
<QueryName condition="end with">www.example.com</QueryName>
<Image condition="contains">example.com</Image>`,
      'DnsQuery',
    ),
  },
  {
    code: 'noisy-event-unfiltered',
    what: 'reports an empty exclude and broad includes',
    text: `<[[ImageLoad]] onmatch="exclude"/>
${or(block('RegistryEvent', 'include', '<TargetObject condition="begin with">[[HKLM\\]]</TargetObject>'))}
${or(block('FileCreate', 'include', '<Rule groupRelation="and"><Image condition="contains">[[\\]]</Image></Rule>'))}`,
    says: 'logs every',
  },
  {
    code: 'noisy-event-unfiltered',
    what: 'leaves filters and quiet events alone',
    text:
      block('ImageLoad', 'exclude', A) +
      block('WmiEvent', 'exclude') +
      or(
        block('FileCreate', 'include', '<TargetFilename condition="contains">\\Startup\\</TargetFilename>'),
      ) +
      or(block('DnsQuery', 'include', '<QueryName condition="contains">.</QueryName>')) +
      or(block('DnsQuery', 'exclude', '<QueryName condition="end with">.example.com</QueryName>')) +
      or(
        block(
          'NetworkConnect',
          'include',
          '<Rule groupRelation="and"><Image condition="contains">\\</Image><DestinationPort>22</DestinationPort></Rule>',
        ),
      ),
  },
  {
    code: 'blocking-event-broad',
    what: 'reports what blocks everything',
    text: `<[[FileBlockExecutable]] onmatch="exclude">${A}</FileBlockExecutable>
${or(block('FileBlockShredding', 'include', '<Image condition="end with">[[.exe]]</Image>'))}`,
    says: 'does not only log',
  },
  {
    code: 'blocking-event-broad',
    what: 'leaves places and programs alone',
    text:
      or(
        block(
          'FileBlockExecutable',
          'include',
          '<TargetFilename condition="contains">\\Downloads\\</TargetFilename><Image condition="image">winword.exe</Image>',
        ),
      ) +
      or(
        block('FileBlockShredding', 'include', '<TargetFilename condition="end with">.docm</TargetFilename>'),
      ),
  },
  {
    code: 'condition-needs-version',
    what: 'reports a condition that the declared version does not have',
    text: `<Sysmon schemaversion="4.60"><EventFiltering>${block('FileCreate', 'include', '<Image condition="[[not end with]]">\\a.exe</Image>')}</EventFiltering></Sysmon>`,
    says: '“not end with” came with schema 4.70 (Sysmon 13.20), and the file declares 4.60',
    fixes: {
      'Declare schemaversion="4.70"': `<Sysmon schemaversion="4.70"><EventFiltering>${block('FileCreate', 'include', '<Image condition="not end with">\\a.exe</Image>')}</EventFiltering></Sysmon>`,
    },
    safe: ['Declare schemaversion="4.70"'],
  },
  {
    code: 'condition-needs-version',
    what: 'does not call it safe where bare blocks become AND',
    text: `<Sysmon schemaversion="4.1"><EventFiltering>${block('FileCreate', 'include', '<Image condition="[[contains any]]">a;b</Image>')}</EventFiltering></Sysmon>`,
    fixes: {
      'Declare schemaversion="4.22", which changes what other parts of the file do': `<Sysmon schemaversion="4.22"><EventFiltering>${block('FileCreate', 'include', '<Image condition="contains any">a;b</Image>')}</EventFiltering></Sysmon>`,
    },
  },
  {
    code: 'condition-needs-version',
    what: 'has no fix that makes Sysmon refuse the file',
    text: `<Sysmon schemaversion="4.22"><CopyOnDelete_SIDs>S-1</CopyOnDelete_SIDs><EventFiltering>${block('FileCreate', 'include', '<Image condition="[[is any]]">a;b</Image>')}</EventFiltering></Sysmon>`,
    fixes: {},
  },
  {
    code: 'condition-needs-version',
    what: 'leaves what the version has alone',
    text: block('FileCreate', 'include', '<Image condition="not end with">\\a.exe</Image>'),
  },
  {
    code: 'field-newer-than-declared',
    what: 'reports a field that only a Rule lets through',
    text: block('ImageLoad', 'include', `<Rule groupRelation="and">${A}<[[User]]>x</User></Rule>`),
    version: '4.70',
    says: 'ImageLoad has the field User since schema 4.80 (Sysmon 13.30)',
  },
  {
    code: 'field-newer-than-declared',
    what: 'leaves what the version has alone',
    text:
      block('ImageLoad', 'include', `<Rule groupRelation="and">${A}<User>x</User></Rule>`) +
      block('ProcessCreate', 'include', '<User>x</User>'),
  },
  {
    code: 'name-without-technique',
    what: 'reports the names that are none where the others are',
    text: names('[[technique=T1105,technique_name=Ingress Tool Transfer]]', '[[PowerShell]]'),
    says: '8 of the 10 names of this file have',
  },
  {
    code: 'name-without-technique',
    what: 'repairs the label',
    text: names('[[technique=T1105,x]]'),
    fixes: { 'Change “technique” to “technique_id”': names('technique_id=T1105,x') },
  },
  {
    code: 'name-without-technique',
    what: 'finds the technique of a name',
    text: names('[[Mshta]]'),
    fixes: {
      'Change to “technique_id=T1218.005,technique_name=Mshta”': names(
        'technique_id=T1218.005,technique_name=Mshta',
      ),
    },
  },
  {
    code: 'name-without-technique',
    what: 'leaves files alone that name things in another way',
    text: names('a', 'b', 'c'),
  },
  {
    code: 'name-without-technique',
    what: 'leaves names of excludes alone, which are never seen, and empty ones',
    text: names('') + excluding('<Image name="Noise">C:\\a.exe</Image>', 'FileCreate'),
  },
  {
    code: 'wrong-technique-name',
    what: 'reports the name of another technique',
    text: names('technique_id=[[T1003.004]],technique_name=LSASS Memory'),
    says: 'T1003.004 is “LSA Secrets”',
    fixes: {
      'Change to T1003.001 LSASS Memory': names('technique_id=T1003.001,technique_name=LSASS Memory'),
      'Change to T1003.004 LSA Secrets': names('technique_id=T1003.004,technique_name=LSA Secrets'),
    },
  },
  {
    code: 'wrong-technique-name',
    what: 'knows what became of older ids',
    text: names('technique_id=[[T1086]],technique_name=PowerShell'),
    says: 'it has become T1059.001 PowerShell',
    fixes: {
      'Change to T1059.001 PowerShell': names('technique_id=T1059.001,technique_name=PowerShell'),
    },
  },
  {
    code: 'wrong-technique-name',
    what: 'adds the T',
    text: names('technique_id=[[1218]]'),
    says: 'has no technique “1218”. T1218 System Binary Proxy Execution may be meant.',
    fixes: { 'Change to T1218 System Binary Proxy Execution': names('technique_id=T1218') },
  },
  {
    code: 'wrong-technique-name',
    what: 'leaves older names, remarks, parents and other case alone',
    text: names(
      'technique_id=T1003,technique_name=Credential Dumping',
      'technique_id=T1053,technique_name=Scheduled Task',
      'technique_id=T1053.005,technique_name=Scheduled Task/Job',
      'technique_id=T1562.001,technique_name=Disable or Modify tools',
      'technique_id=T1105',
      'technique_id=T1055; a remark',
    ),
  },
];

const checks = new Map(POLICY_CHECKS.map(check => [check.code, check]));

function whole({ text, version = '4.90' }: Case): string {
  return text.startsWith('<Sysmon')
    ? text
    : `<Sysmon schemaversion="${version}"><EventFiltering>${text}</EventFiltering></Sysmon>`;
}

/** The text without marks, and the places that they mark. */
function unmarked(text: string): { text: string; places: [number, number][] } {
  const places: [number, number][] = [];
  let result = '';
  for (const piece of text.split(/(\[\[.*?\]\])/s)) {
    const marked = /^\[\[(.*)\]\]$/s.exec(piece);
    const start = result.length;
    result += marked ? marked[1]! : piece;
    if (marked) places.push([start, result.length]);
  }
  return { text: result, places };
}

function run(code: string, text: string, target: Partial<Target> = {}) {
  const { parsed, loaded } = loading(text, target);
  const found: Facts[] = [];
  runChecks(createAdvice(parsed, loaded, knowledge), [checks.get(code)!], () => (start, end, data) => {
    found.push(new Facts(new AdviceProblem(code, start, end, data)));
  });
  found.sort((a, b) => a.problem.start - b.problem.start);
  const compiledText = JSON.stringify(compiled({ file: '', parsed, loaded }));
  return { found, context: { parsed, knowledge }, accepted: loaded.accepted, compiledText };
}

for (const each of cases) {
  const { code, what, target, says, fixes, safe = [] } = each;
  describe(code, () => {
    it(what, () => {
      const check = checks.get(code)!;
      const { text, places } = unmarked(whole(each));
      const { found, context, accepted, compiledText } = run(code, text, target);
      assert.ok(accepted, 'the configuration is accepted');
      const shown = ([start, end]: [number, number]): string => `${start} ${text.slice(start, end)}`;
      assert.deepEqual(
        found.map(({ problem }) => shown([problem.start, problem.end])),
        places.map(shown),
      );
      if (says !== undefined) {
        const told = found.map(facts => check.message(facts, context));
        assert.ok(
          told.some(message => message.includes(says)),
          told.join('\n'),
        );
      }
      for (const facts of found) assert.doesNotMatch(check.message(facts, context), /undefined|NaN|“”/);
      const offered = found.flatMap(facts => check.fixes(facts, context));
      for (const fix of offered) {
        const after = applyEdits(text, fix.edits);
        const result = run(code, after, target);
        assert.ok(result.accepted, `${fix.title}: accepted`);
        assert.ok(result.found.length < found.length, `${fix.title}: the problem is gone`);
        if (fix.safe) assert.equal(result.compiledText, compiledText, fix.title);
      }
      if (!fixes) return;
      assert.deepEqual(
        Object.fromEntries(offered.map(({ title, edits }) => [title, applyEdits(text, edits)])),
        Object.fromEntries(
          Object.entries(fixes).map(([title, after]) => [title, whole({ ...each, text: after })]),
        ),
      );
      assert.deepEqual(
        offered.map(({ title }) => title),
        Object.keys(fixes),
      );
      assert.deepEqual(
        offered.filter(fix => fix.safe).map(({ title }) => title),
        safe,
      );
      assert.ok(offered.filter(fix => fix.preferred).length <= found.length, 'one preferred fix at most');
    });
  });
}

describe('the checks beyond loading', () => {
  it('have cases that report and cases that do not', () => {
    for (const { code } of POLICY_CHECKS) {
      const own = cases.filter(each => each.code === code);
      assert.ok(
        own.some(({ text }) => text.includes('[[')) && own.some(({ text }) => !text.includes('[[')),
        code,
      );
    }
  });

  it('are no errors', () => {
    for (const { code, level } of POLICY_CHECKS) assert.notEqual(level, 'error', code);
  });
});

describe('what is known of risks and costs', () => {
  const { policy, techniques } = knowledge;
  const { schemas } = loading('<Sysmon schemaversion="4.90"/>').parsed;
  const ids = new Set(techniques.map(({ id }) => id));

  it('names fields and events of the newest manifest', () => {
    const fields = [
      ...policy.placeFields.map(({ field }) => field),
      ...policy.programFields,
      ...policy.attackerText.map(({ field }) => field),
      ...policy.domainFields,
      ...policy.secondConditions.flatMap(({ field, with: others }) => [field, ...others]),
      ...policy.broadValues.flatMap(broad => broad.fields),
      ...policy.blockingEvents.flatMap(({ broad }) => broad.flatMap(values => values.fields)),
    ];
    for (const field of fields) assert.ok(schemas.newest.fields.has(field), field);
    for (const { ids: events } of [...policy.noisyEvents, ...policy.blockingEvents]) {
      for (const id of events) assert.ok(schemas.newest.eventsById.get(id)?.tag, String(id));
    }
  });

  it('gives a source for every statement', () => {
    const sourced = [
      ...policy.writablePlaces,
      ...policy.programHomes,
      ...policy.attackerText,
      ...policy.secondConditions,
      ...policy.noisyEvents,
      ...policy.blockingEvents,
      policy.retiredTechniques,
    ];
    for (const { source } of sourced) assert.match(source, /\S/);
  });

  it('has what is compared in lower case, and folders with their backslash', () => {
    for (const { rooted, anywhere, except } of policy.writablePlaces) {
      for (const part of [...rooted, ...anywhere, ...except]) {
        assert.equal(part, part.toLowerCase());
        assert.match(part, /^[\\%].*\\$/);
      }
    }
    for (const { values } of policy.broadValues)
      assert.deepEqual(
        values,
        values.map(value => value.toLowerCase()),
      );
  });

  it('leads from ids that ATT&CK gave up to those that it has', () => {
    for (const [from, to] of Object.entries(policy.retiredTechniques.ids)) {
      assert.ok(!ids.has(from) && ids.has(to), `${from} ${to}`);
    }
  });
});
