import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  AdviceProblem,
  createAdvice,
  type Advice,
  type JudgedCondition,
} from '../../../server/src/checks/advice.ts';
import { Facts } from '../../../server/src/checks/check.ts';
import { covers, mayHoldTogether } from '../../../server/src/checks/conditions/atoms.ts';
import { runChecks } from '../../../server/src/checks/runChecks.ts';
import { CoverIndex } from '../../../server/src/checks/conditions/coverIndex.ts';
import { CONDITION_CHECKS } from '../../../server/src/checks/conditions/index.ts';
import type { LevelSetting } from '../../../server/src/checks/levels.ts';
import { CHECKS } from '../../../server/src/checks/table.ts';
import { applyEdits } from '../../../server/src/checks/fix.ts';
import { fixAll } from '../../../server/src/features/fixAll.ts';
import { holds } from '../../../server/src/matching/conditions.ts';
import type { Target } from '../../../server/src/schema/context.ts';
import { knowledge } from '../../../server/src/schema/data.ts';
import { referenceEngine } from '../../reference/evaluate.ts';
import { loading } from '../loader/loading.ts';

/** Puts the conditions of a case into a configuration. */
type Wrap = (body: string) => string;

const sysmon: Wrap = body =>
  `<Sysmon schemaversion="4.90">\n<EventFiltering>\n${body}\n</EventFiltering>\n</Sysmon>`;
const block =
  (tag: string, relation = 'or', onmatch = 'include'): Wrap =>
  body =>
    sysmon(
      `<RuleGroup groupRelation="${relation}">\n<${tag} onmatch="${onmatch}">\n${body}\n</${tag}>\n</RuleGroup>`,
    );
const processes = block('ProcessCreate');
const processesAnd = block('ProcessCreate', 'and');
const andRule: Wrap = body => processes(`<Rule groupRelation="and">\n${body}\n</Rule>`);
const libraries = block('ImageLoad');
const files = block('FileCreate');
const registry = block('RegistryEvent');
const network = block('NetworkConnect');
const dns = block('DnsQuery');
const pipes = block('PipeEvent');
const wmi = block('WmiEvent');
const access = block('ProcessAccess');

interface Expected {
  /** The text of each place that is marked, in order; the check says nothing where there are none. */
  readonly marks?: readonly string[];
  /** What stands in the place of the case's text after a fix, by its title, in order. */
  readonly fixes?: Readonly<Record<string, string>>;
  /** The fixes that cannot change what is logged. */
  readonly safe?: readonly string[];
  /** A part of the message. */
  readonly says?: string;
  readonly target?: Partial<Target>;
}

type Case = readonly [what: string, wrap: Wrap, body: string, expected?: Expected];

const LINUX: Partial<Target> = { platform: 'linux' };

const is = (field: string, value: string, condition = 'is'): string =>
  `<${field} condition="${condition}">${value}</${field}>`;
const named = (field: string, value: string, condition: string, name: string): string =>
  `<${field} name="${name}" condition="${condition}">${value}</${field}>`;

const CASES: Readonly<Record<string, readonly Case[]>> = {
  'bare-name-never-matches': [
    [
      'a file name with “is”',
      processes,
      is('Image', 'cmd.exe'),
      {
        marks: ['cmd.exe'],
        fixes: { 'Use “image”': is('Image', 'cmd.exe', 'image') },
        says: 'full path',
      },
    ],
    [
      'a condition that is left out, which is “is”',
      processes,
      '<ParentImage>cmd.exe</ParentImage>',
      {
        marks: ['cmd.exe'],
        fixes: { 'Use “image”': '<ParentImage condition="image">cmd.exe</ParentImage>' },
      },
    ],
    [
      'names in a list, with a path among them',
      libraries,
      is('ImageLoaded', 'a.dll;C:\\b.dll;c.dll', 'is any'),
      {
        marks: ['a.dll;C:\\b.dll;c.dll'],
        says: 'these items never match',
        fixes: {
          'Use “image” for each of the names': [
            is('ImageLoaded', 'C:\\b.dll'),
            is('ImageLoaded', 'a.dll', 'image'),
            is('ImageLoaded', 'c.dll', 'image'),
          ].join('\n'),
        },
      },
    ],
    [
      'a list in an AND Rule, where several conditions would all have to hold',
      andRule,
      `${is('Image', 'a.exe;b.exe', 'is any')}
${is('User', 'x')}`,
      { marks: ['a.exe;b.exe'], fixes: {} },
    ],
    [
      'an extension alone',
      files,
      is('TargetFilename', '.exe', 'begin with'),
      { marks: ['.exe'], fixes: { 'Use “end with”': is('TargetFilename', '.exe', 'end with') } },
    ],
    ['a path', processes, is('Image', 'C:\\Windows\\cmd.exe')],
    ['a name without an extension, as the kernel has it', registry, is('Image', 'System')],
    ['a name in a field that holds one', processes, is('OriginalFileName', 'cmd.exe')],
    [
      'conditions that compare a part',
      processes,
      is('Image', 'cmd.exe', 'end with') + is('Image', 'a.exe', 'image'),
    ],
    ['Linux, where a name may be all there is', processes, is('Image', 'a.sh'), { target: LINUX }],
  ],
  'partial-path-never-matches': [
    [
      'the end of a path with “is”',
      processes,
      is('Image', 'System32\\cmd.exe'),
      {
        marks: ['System32\\cmd.exe'],
        fixes: { 'Use “end with”': is('Image', '\\System32\\cmd.exe', 'end with') },
      },
    ],
    [
      'the middle of a path with “begin with”',
      files,
      is('TargetFilename', '\\Users\\Public\\', 'begin with'),
      {
        marks: ['\\Users\\Public\\'],
        fixes: { 'Use “contains”': is('TargetFilename', '\\Users\\Public\\', 'contains') },
      },
    ],
    [
      'an item of a list',
      processes,
      is('Image', 'C:\\a.exe;\\b.exe', 'is any'),
      {
        marks: ['\\b.exe'],
        says: 'this item never matches',
        fixes: {
          'Use “end with” for each of the parts': `${is('Image', 'C:\\a.exe')}
${is('Image', '\\b.exe', 'end with')}`,
        },
      },
    ],
    [
      'paths',
      processes,
      ['C:\\a', '\\\\server\\a', '\\\\?\\C:\\a', '\\Device\\a', '%TEMP%\\a']
        .map(path => is('Image', path))
        .join(''),
    ],
    ['shares', processes, is('Image', '\\', 'begin with') + is('Image', '\\\\', 'begin with')],
    ['other fields', processes, is('CommandLine', 'a\\b.exe')],
  ],
  'image-with-path-part': [
    [
      'a part of a path',
      processes,
      is('Image', '\\jre\\bin\\java.exe', 'image'),
      {
        marks: ['\\jre\\bin\\java.exe'],
        fixes: { 'Use “end with”': is('Image', '\\jre\\bin\\java.exe', 'end with') },
      },
    ],
    [
      'the kernel with a backslash',
      registry,
      is('Image', '\\System', 'image'),
      { marks: ['\\System'], fixes: { 'Change to “System”': is('Image', 'System', 'image') } },
    ],
    [
      'a name, and a whole path',
      processes,
      is('Image', 'a.exe', 'image') + is('Image', 'C:\\a.exe', 'image'),
    ],
  ],
  'cidr-never-matches': [
    [
      'a network that ends at a dot',
      network,
      is('DestinationIp', '10.0.0.0/8'),
      {
        marks: ['10.0.0.0/8'],
        fixes: {
          'Use “begin with” with “10.”': is('DestinationIp', '10.', 'begin with'),
        },
      },
    ],
    [
      'networks in a list',
      network,
      is('DestinationIp', '192.168.0.0/16;127.0.0.1', 'is any'),
      {
        marks: ['192.168.0.0/16'],
        fixes: {
          'Use one condition for each of the networks': `${is('DestinationIp', '192.168.', 'begin with')}
${is('DestinationIp', '127.0.0.1')}`,
        },
      },
    ],
    [
      'a network that ends elsewhere',
      network,
      is('DestinationIp', '172.16.0.0/12', 'begin with'),
      { marks: ['172.16.0.0/12'], fixes: {} },
    ],
    ['IPv6', network, is('SourceIp', 'fe80::/10', 'contains'), { marks: ['fe80::/10'], fixes: {} }],
    ['addresses', network, is('DestinationIp', '10.0.0.1') + is('SourceIp', '10.', 'begin with')],
    ['a command line', processes, is('CommandLine', '10.0.0.0/8', 'contains')],
  ],
  'number-never-matches': [
    [
      'zeros in front, and digits of another base',
      network,
      `${is('DestinationPort', '0443')}\n${is('ProcessId', '0x10')}`,
      {
        marks: ['0443', '0x10'],
        says: 'DestinationPort is a decimal number in every event',
        fixes: { 'Change to “443”': `${is('DestinationPort', '443')}\n${is('ProcessId', '0x10')}` },
      },
    ],
    [
      'another base than ten',
      network,
      is('ProcessId', '0x10'),
      { marks: ['0x10'], fixes: { 'Change to “16”': is('ProcessId', '16') } },
    ],
    [
      'several where one fits',
      network,
      is('DestinationPort', '80, 443'),
      {
        marks: ['80, 443'],
        fixes: { 'Use “is any” with a list': is('DestinationPort', '80;443', 'is any') },
      },
    ],
    [
      'an item of a list',
      network,
      is('DestinationPort', '80;0443', 'is any'),
      {
        marks: ['0443'],
        says: 'this item never matches',
        fixes: { 'Change to “443”': is('DestinationPort', '80;443', 'is any') },
      },
    ],
    ['the name of a service', network, is('DestinationPort', 'https'), { marks: ['https'], fixes: {} }],
    [
      'numbers as they are logged, none, and parts of them',
      network,
      [
        is('DestinationPort', '443'),
        is('ProcessId', '0'),
        is('SourcePort', '-'),
        is('DestinationPort', '80;8080', 'is any'),
        is('DestinationPort', '04', 'end with'),
        is('SourcePort', '0443', 'is not'),
        is('DestinationPortName', 'https'),
      ].join('\n'),
    ],
  ],
  'padded-access-mask': [
    [
      'zeros in front',
      access,
      is('GrantedAccess', '0x0810'),
      { marks: ['0x0810'], fixes: { 'Change to “0x810”': is('GrantedAccess', '0x810') } },
    ],
    [
      'a decimal number, or one without its 0x',
      access,
      is('GrantedAccess', '5136'),
      {
        marks: ['5136'],
        fixes: {
          'Change to “0x5136”': is('GrantedAccess', '0x5136'),
          'Change to “0x1410”': is('GrantedAccess', '0x1410'),
        },
      },
    ],
    [
      'items of a list',
      access,
      is('GrantedAccess', '0x1410;0x0820;0x00', 'is any'),
      {
        marks: ['0x1410;0x0820;0x00'],
        fixes: { 'Write the masks without padding': is('GrantedAccess', '0x1410;0x820;0x0', 'is any') },
      },
    ],
    [
      'a mask that stands there as well',
      access,
      `${is('GrantedAccess', '0x810')}\n${is('GrantedAccess', '0x0810')}`,
      {
        marks: ['0x0810'],
        fixes: { 'Delete it: is “0x810” stands beside it': is('GrantedAccess', '0x810') },
      },
    ],
    ['masks in any case', access, is('GrantedAccess', '0X1FFFFF') + is('GrantedAccess', '0x0')],
    ['a part', access, is('GrantedAccess', '10', 'end with') + is('GrantedAccess', '0x010', 'is not')],
  ],
  'contradicting-equalities': [
    [
      'two values of one field',
      andRule,
      `${is('Image', 'C:\\a.exe')}
${is('CommandLine', 'x')}
${is('Image', 'C:\\b.exe')}`,
      {
        marks: [is('Image', 'C:\\b.exe')],
        says: 'line 6',
        fixes: {
          'Make them one “is any”': `${is('Image', 'C:\\a.exe;C:\\b.exe', 'is any')}
${is('CommandLine', 'x')}`,
        },
      },
    ],
    [
      'two file names',
      andRule,
      `${is('Image', 'a.exe', 'image')}
${is('Image', 'b.exe', 'image')}`,
      { marks: [is('Image', 'b.exe', 'image')], fixes: {} },
    ],
    [
      'a value and what it does not contain',
      andRule,
      `${is('Image', 'C:\\a.exe')}${is('Image', 'b', 'contains')}`,
      { marks: [is('Image', 'b', 'contains')] },
    ],
    [
      'two ends',
      andRule,
      `${is('Image', '\\a.exe', 'end with')}${is('Image', '\\b.exe', 'end with')}`,
      { marks: [is('Image', '\\b.exe', 'end with')] },
    ],
    [
      'a condition and its negation',
      andRule,
      `${is('Image', '\\temp\\a', 'contains')}${is('Image', '\\temp\\', 'excludes')}`,
      { marks: [is('Image', '\\temp\\', 'excludes')] },
    ],
    [
      'a path and its file name',
      andRule,
      is('Image', 'C:\\a.exe') + is('Image', 'a.exe', 'image') + is('Image', 'C:\\', 'begin with'),
    ],
    [
      'lists that have an item in common',
      andRule,
      is('Image', 'a;b', 'is any') + is('Image', 'b;c', 'is any'),
    ],
    ['two parts', andRule, is('Image', 'a', 'contains') + is('Image', 'b', 'contains')],
    ['a variable, whose value is not known', andRule, is('Image', '%A%\\x') + is('Image', 'C:\\y')],
    [
      'an AND block, which joins one field by OR',
      processesAnd,
      is('Image', 'C:\\a.exe') + is('Image', 'C:\\b.exe'),
    ],
  ],
  'registry-root-never-matches': [
    [
      'a root in full',
      registry,
      is('TargetObject', 'HKEY_LOCAL_MACHINE\\Software\\X', 'begin with'),
      {
        marks: ['HKEY_LOCAL_MACHINE\\Software\\X'],
        fixes: {
          'Write HKLM in place of HKEY_LOCAL_MACHINE': is('TargetObject', 'HKLM\\Software\\X', 'begin with'),
        },
      },
    ],
    [
      'a numbered control set',
      registry,
      is('TargetObject', 'hklm\\system\\controlset001\\Enum', 'begin with'),
      {
        marks: ['hklm\\system\\controlset001\\Enum'],
        fixes: {
          'Write HKLM\\SYSTEM\\CurrentControlSet in place of HKLM\\SYSTEM\\ControlSet001': is(
            'TargetObject',
            'HKLM\\SYSTEM\\CurrentControlSet\\Enum',
            'begin with',
          ),
        },
      },
    ],
    [
      'a user’s own root',
      registry,
      is('TargetObject', 'HKCU\\Environment'),
      {
        marks: ['HKCU\\Environment'],
        says: 'SID',
        fixes: {
          'Leave the root out and use “end with”': is('TargetObject', '\\Environment', 'end with'),
        },
      },
    ],
    [
      'an item of a list of which all must be there',
      registry,
      is('TargetObject', 'HKCU\\Software\\;\\Run', 'contains all'),
      {
        marks: ['HKCU\\Software\\'],
        says: 'this condition never matches',
        fixes: { 'Leave the root out': is('TargetObject', '\\Software\\;\\Run', 'contains all') },
      },
    ],
    [
      'the kernel’s name',
      registry,
      is('TargetObject', '\\REGISTRY\\USER\\S-1-5-18', 'begin with'),
      { marks: ['\\REGISTRY\\USER\\S-1-5-18'] },
    ],
    [
      'application hives',
      registry,
      is('TargetObject', '\\REGISTRY\\A\\', 'begin with') +
        is('TargetObject', '\\LocalState\\HKEY_CURRENT_USER', 'contains'),
    ],
    [
      'keys that begin alike',
      registry,
      is('TargetObject', 'HKCUX', 'begin with') +
        is('TargetObject', 'HKLM\\SYSTEM\\ControlSet', 'begin with'),
    ],
    [
      'what events have',
      registry,
      ['HKLM\\a', 'HKU\\a', 'HKCR\\a'].map(key => is('TargetObject', key, 'begin with')).join(''),
    ],
    ['a command line', processes, is('CommandLine', 'HKCU\\Software', 'contains')],
  ],
  'wildcard-taken-literally': [
    [
      'at the beginning',
      dns,
      is('QueryName', '*.example.com'),
      {
        marks: ['*.example.com'],
        fixes: {
          'Use “end with” without the wildcard': is('QueryName', '.example.com', 'end with'),
        },
      },
    ],
    [
      'at the end',
      files,
      is('TargetFilename', 'C:\\Temp\\*'),
      {
        marks: ['C:\\Temp\\*'],
        fixes: {
          'Use “begin with” without the wildcard': is('TargetFilename', 'C:\\Temp\\', 'begin with'),
        },
      },
    ],
    [
      'at both ends',
      files,
      is('TargetFilename', '*\\temp\\*', 'begin with'),
      {
        marks: ['*\\temp\\*'],
        fixes: {
          'Use “contains” without the wildcard': is('TargetFilename', '\\temp\\', 'contains'),
        },
      },
    ],
    [
      'a name that begins so',
      processes,
      is('Image', 'psexe*', 'image'),
      {
        marks: ['psexe*'],
        fixes: { 'Use “contains” without the wildcard': is('Image', '\\psexe', 'contains') },
      },
    ],
    [
      'inside',
      files,
      is('TargetFilename', '\\a*.dmp', 'contains'),
      {
        marks: ['\\a*.dmp'],
        fixes: {
          'Use “contains all” with the parts': is('TargetFilename', '\\a;.dmp', 'contains all'),
        },
      },
    ],
    [
      'items of a list',
      processes,
      is('Image', '*\\a.exe;\\b.exe', 'contains any'),
      {
        marks: ['*\\a.exe'],
        fixes: { 'Leave the wildcards out': is('Image', '\\a.exe;\\b.exe', 'contains any') },
      },
    ],
    [
      'in place of a user’s SID',
      registry,
      is('TargetObject', 'HKU\\*\\Software\\X', 'begin with'),
      { marks: ['HKU\\*\\Software\\X'] },
    ],
    [
      'a key that begins so',
      registry,
      is('TargetObject', 'HKLM\\SYSTEM\\ControlSet00*\\Services', 'begin with'),
      { marks: ['HKLM\\SYSTEM\\ControlSet00*\\Services'] },
    ],
    [
      'a key that is called so',
      registry,
      is('TargetObject', 'Classes\\*\\', 'contains') +
        is('TargetObject', 'HKCR\\*\\shell', 'begin with') +
        is('TargetObject', '\\RunOnce\\*', 'contains'),
    ],
    ['a command line', processes, is('CommandLine', '*.txt', 'contains')],
    ['a path that begins so', processes, is('Image', '\\\\?\\C:\\a.exe')],
    ['Linux, where files may be called so', processes, is('Image', '/usr/bin/*'), { target: LINUX }],
  ],
  'list-in-single-condition': [
    [
      'a list with “is”',
      network,
      is('DestinationPort', '80; 443'),
      { marks: ['80; 443'], fixes: { 'Use “is any”': is('DestinationPort', '80;443', 'is any') } },
    ],
    [
      'a list with “contains”',
      files,
      is('TargetFilename', '.exe;.dll', 'contains'),
      {
        marks: ['.exe;.dll'],
        fixes: {
          'Use “contains any”': is('TargetFilename', '.exe;.dll', 'contains any'),
          'Use “contains all”': is('TargetFilename', '.exe;.dll', 'contains all'),
        },
      },
    ],
    [
      'a list in a negation',
      files,
      is('TargetFilename', 'a;b', 'excludes'),
      {
        marks: ['a;b'],
        says: 'always holds',
        fixes: { 'Use “excludes any”': is('TargetFilename', 'a;b', 'excludes any') },
      },
    ],
    [
      'a list of endings, which is split',
      files,
      is('TargetFilename', '.exe;.dll', 'end with'),
      {
        marks: ['.exe;.dll'],
        fixes: {
          'Write a condition “end with” for each of the values': `${is('TargetFilename', '.exe', 'end with')}
${is('TargetFilename', '.dll', 'end with')}`,
        },
      },
    ],
    [
      'a list of endings where all must hold',
      andRule,
      is('Image', '\\a.exe;\\b.exe', 'end with') + is('User', 'x'),
      {
        marks: ['\\a.exe;\\b.exe'],
        fixes: {
          'Use “contains any”, which also matches inside the field':
            is('Image', '\\a.exe;\\b.exe', 'contains any') + is('User', 'x'),
        },
      },
    ],
    [
      'a beginning and what comes later',
      registry,
      is('TargetObject', 'HKLM\\Software\\;\\Run', 'begin with'),
      {
        marks: ['HKLM\\Software\\;\\Run'],
        fixes: {
          'Use “contains all”, with all of the values': is(
            'TargetObject',
            'HKLM\\Software\\;\\Run',
            'contains all',
          ),
        },
      },
    ],
    [
      'a semicolon too many',
      processes,
      is('Image', 'C:\\a.exe;'),
      { marks: ['C:\\a.exe;'], fixes: { 'Change to “C:\\a.exe”': is('Image', 'C:\\a.exe') } },
    ],
    ['a list where one is taken', network, is('DestinationPort', '80;443', 'is any')],
    ['text that may have semicolons', processes, is('CommandLine', 'a;b', 'contains') + is('Company', 'a;b')],
    ['a reference, which ends in one', processes, is('Image', 'C:\\a&amp;b.exe')],
  ],
  'blank-around-value': [
    [
      'of another kind than the usual one',
      processes,
      is('Image', 'C:\\a.exe\u00a0'),
      {
        marks: ['C:\\a.exe\u00a0'],
        fixes: { 'Remove the blanks at the ends': is('Image', 'C:\\a.exe') },
      },
    ],
    [
      'before a path',
      processes,
      is('Image', ' C:\\a.exe'),
      { marks: [' C:\\a.exe'], fixes: { 'Remove the blanks at the ends': is('Image', 'C:\\a.exe') } },
    ],
    [
      'behind an ending',
      files,
      is('TargetFilename', '.exe ', 'end with'),
      {
        marks: ['.exe '],
        fixes: { 'Remove the blanks at the ends': is('TargetFilename', '.exe', 'end with') },
      },
    ],
    [
      'in a list',
      dns,
      is('QueryName', 'a.com; b.com', 'is any'),
      {
        marks: [' b.com'],
        fixes: { 'Remove the blanks at the ends': is('QueryName', 'a.com;b.com', 'is any') },
      },
    ],
    ['before a folder', processes, is('Image', ' \\temp\\', 'contains'), { marks: [' \\temp\\'] }],
    [
      'a value on a line of its own',
      processes,
      is('CommandLine', '\n  whoami\n', 'contains'),
      {
        marks: ['\n  whoami\n'],
        fixes: { 'Remove the blanks at the ends': is('CommandLine', 'whoami', 'contains') },
      },
    ],
    [
      'a blank that a path goes on behind',
      processes,
      is('Image', 'C:\\Program ', 'begin with') + is('Image', 'Security ', 'contains'),
    ],
    [
      'a double extension',
      files,
      is('TargetFilename', ' .exe', 'end with') + is('TargetFilename', ' .exe; .com', 'contains any'),
    ],
    [
      'a command line',
      processes,
      is('CommandLine', ' /c ', 'contains') + is('CommandLine', 'cmd ', 'begin with'),
    ],
    ['text', processes, is('Company', 'Intel ', 'begin with')],
    ['negations', processes, is('Image', ' C:\\a.exe', 'is not')],
  ],
  'blank-in-command-line': [
    [
      'at one end',
      processes,
      is('CommandLine', 'delete ', 'contains'),
      { marks: ['delete '], fixes: { 'Remove the blank': is('CommandLine', 'delete', 'contains') } },
    ],
    [
      'in a list as one writes it',
      processes,
      is('CommandLine', 'group;localgroup; user', 'contains any'),
      { marks: [' user'] },
    ],
    [
      'around words',
      processes,
      is('CommandLine', ' cl ', 'contains') + is('CommandLine', ' /s; /q', 'contains all'),
    ],
    ['behind words of a list', processes, is('CommandLine', '-e ;-enc ', 'contains any')],
    ['the end of a word at the beginning', processes, is('CommandLine', 'set ', 'begin with')],
  ],
  'quoted-value': [
    [
      'a path',
      processes,
      is('Image', '"C:\\a.exe"'),
      { marks: ['"C:\\a.exe"'], fixes: { 'Remove the quotes': is('Image', 'C:\\a.exe') } },
    ],
    [
      'references',
      processes,
      is('Image', '&quot;C:\\a.exe&quot;'),
      { marks: ['&quot;C:\\a.exe&quot;'], fixes: { 'Remove the quotes': is('Image', 'C:\\a.exe') } },
    ],
    ['command lines', processes, is('CommandLine', '"C:\\a.exe"') + is('CommandLine', '"a"', 'contains')],
    ['WMI, whose values have quotes', wmi, is('Name', '"Updater"')],
    ['single quotes in a file name', files, is('TargetFilename', "'a'", 'contains')],
  ],
  'double-percent': [
    [
      'a path',
      processes,
      is('Image', '%%SystemRoot%%\\a.exe'),
      {
        marks: ['%%SystemRoot%%\\a.exe'],
        fixes: { 'Write single percent signs': is('Image', '%SystemRoot%\\a.exe') },
      },
    ],
    [
      'a command line, which may really have them',
      processes,
      is('CommandLine', '%%SystemRoot%%\\a.exe x', 'begin with'),
      {
        marks: ['%%SystemRoot%%\\a.exe x'],
        fixes: {
          'Write single percent signs': is('CommandLine', '%SystemRoot%\\a.exe x', 'begin with'),
          'Use “contains” without the variable': is('CommandLine', '\\a.exe x', 'contains'),
        },
      },
    ],
    ['variables one behind the other', processes, is('Image', '%A%%B%%C%')],
    ['other percent signs', processes, is('CommandLine', 'for %%a in (100%)', 'contains')],
    ['Linux', processes, is('Image', '%%A%%'), { target: LINUX }],
  ],
  'value-not-in-closed-set': [
    [
      'a misspelt value',
      network,
      is('Protocol', 'tcpp'),
      {
        marks: ['tcpp'],
        says: 'always “tcp” or “udp”',
        fixes: { 'Change to “tcp”': is('Protocol', 'tcp') },
      },
    ],
    ['a value of another event', pipes, is('EventType', 'CreateKey'), { marks: ['CreateKey'] }],
    ['a part of none', network, is('Initiated', 'yes', 'contains'), { marks: ['yes'] }],
    ['an item of a list', registry, is('EventType', 'SetValue;SetKey', 'is any'), { marks: ['SetKey'] }],
    [
      'values in any case, and parts of them',
      network,
      is('Protocol', 'TCP') + is('Initiated', 't', 'begin with') + is('Protocol', '-'),
    ],
    [
      'the values of all ids of an event',
      registry,
      ['CreateKey', 'SetValue', 'RenameKey'].map(type => is('EventType', type)).join(''),
    ],
    [
      'a field with other values as well',
      libraries,
      is('Signed', 'failed: x') + is('SignatureStatus', 'Revoked'),
    ],
    ['negations', network, is('Protocol', 'icmp', 'is not')],
  ],
  'empty-value-never-matches': [
    [
      '“is”',
      processes,
      '<Company condition="is"/>',
      {
        marks: ['<Company condition="is"/>'],
        says: '“-”',
        fixes: { 'Compare with “-”': '<Company condition="is">-</Company>' },
      },
    ],
    [
      '“is” with an end tag',
      processes,
      is('Company', ''),
      { marks: [is('Company', '')], fixes: { 'Compare with “-”': is('Company', '-') } },
    ],
    [
      '“excludes”',
      processes,
      is('Company', '', 'excludes'),
      { marks: [is('Company', '', 'excludes')], fixes: {} },
    ],
    ['a hyphen', processes, is('Company', '-')],
  ],
  'empty-value-always-matches': [
    [
      '“contains”',
      processes,
      is('Company', '', 'contains'),
      { marks: [is('Company', '', 'contains')], fixes: {} },
    ],
    [
      '“is not”',
      processes,
      is('Company', '', 'is not'),
      {
        marks: [is('Company', '', 'is not')],
        fixes: { 'Compare with “-”': is('Company', '-', 'is not') },
      },
    ],
    ['a blank, which is something', processes, is('Company', ' ', 'contains')],
  ],
  'covered-by-exclude': [
    [
      'an include under a broader exclude',
      sysmon,
      `<RuleGroup groupRelation="or"><ProcessCreate onmatch="exclude">${is('Image', '\\a\\', 'contains')}</ProcessCreate><ProcessCreate onmatch="include">${is('Image', 'C:\\a\\b.exe')}${is('User', 'x')}</ProcessCreate></RuleGroup>`,
      {
        marks: [is('Image', 'C:\\a\\b.exe')],
        says: 'line 3',
        fixes: {
          'Delete the include that never logs': `<RuleGroup groupRelation="or"><ProcessCreate onmatch="exclude">${is('Image', '\\a\\', 'contains')}</ProcessCreate><ProcessCreate onmatch="include">${is('User', 'x')}</ProcessCreate></RuleGroup>`,
        },
      },
    ],
    [
      'an exclude of which all conditions must hold',
      sysmon,
      `<RuleGroup groupRelation="and"><ProcessCreate onmatch="exclude">${is('Image', 'a', 'contains')}${is('User', 'x')}</ProcessCreate></RuleGroup><ProcessCreate onmatch="include">${is('Image', 'C:\\a.exe')}</ProcessCreate>`,
    ],
    [
      'a narrower exclude, and one of another event',
      sysmon,
      `<RuleGroup groupRelation="or"><ProcessCreate onmatch="exclude">${is('Image', 'C:\\a.exe')}</ProcessCreate><FileCreate onmatch="exclude">${is('Image', 'a', 'contains')}</FileCreate></RuleGroup><ProcessCreate onmatch="include">${is('Image', '\\a.exe', 'end with')}</ProcessCreate>`,
    ],
    [
      'a field that stands elsewhere in the id of the exclude',
      sysmon,
      `<RuleGroup groupRelation="or"><RegistryEvent onmatch="exclude">${is('User', 'x', 'contains')}</RegistryEvent><RegistryEvent onmatch="include">${is('User', 'xy')}${is('Details', 'x')}</RegistryEvent></RuleGroup>`,
    ],
  ],
  'field-position-never-holds': [
    [
      'a field that comes later in the other ids',
      registry,
      is('TargetObject', 'x', 'contains') + is('User', 'a') + is('User', 'b'),
      { marks: [is('User', 'a')], says: 'event 12 only and never for 13 and 14' },
    ],
    [
      'a field of two ids',
      wmi,
      is('Name', 'x', 'contains'),
      { marks: [is('Name', 'x', 'contains')], says: 'Type for 20' },
    ],
    ['a block whose fields say which id is meant', registry, is('User', 'x') + is('Details', 'x')],
    ['a field at the same place', registry, is('TargetObject', 'x')],
    [
      'a Rule that says which id is meant',
      registry,
      `<Rule groupRelation="and">${is('EventType', 'CreateKey')}${is('User', 'x')}</Rule>`,
    ],
    ['an event with one id', processes, is('User', 'x')],
  ],
  'bare-name-always-differs': [
    [
      'a file name with “is not”',
      andRule,
      is('Image', 'a.exe', 'is not') + is('User', 'x'),
      {
        marks: ['a.exe'],
        fixes: { 'Use “not end with”': is('Image', '\\a.exe', 'not end with') + is('User', 'x') },
      },
    ],
    ['a path', processes, is('Image', 'C:\\a.exe', 'is not')],
    ['an ending', processes, is('Image', 'a.exe', 'not end with')],
  ],
  'trailing-semicolon': [
    [
      'in “contains any”',
      processes,
      is('CommandLine', 'a;b;', 'contains any'),
      {
        marks: [';'],
        says: 'matches every event',
        fixes: { 'Remove the semicolon': is('CommandLine', 'a;b', 'contains any') },
      },
    ],
    [
      'in “excludes any”',
      processes,
      is('CommandLine', 'a;', 'excludes any'),
      { marks: [';'], says: 'never holds' },
    ],
    ['where all items must be there', processes, is('CommandLine', 'a;', 'contains all')],
    ['where a whole field is compared', processes, is('Image', 'C:\\a;', 'is any')],
    ['none', processes, is('CommandLine', 'a;b', 'contains any')],
  ],
  'always-true-negations': [
    [
      'on one field of an AND block',
      processesAnd,
      `${is('Image', 'C:\\a.exe', 'is not')}
${is('User', 'x')}
${is('Image', 'C:\\b.exe', 'is not')}`,
      {
        marks: [is('Image', 'C:\\b.exe', 'is not')],
        says: 'even where groupRelation is “and”',
        fixes: {
          'Put them into one Rule that is an AND': `<Rule groupRelation="and">
  ${is('Image', 'C:\\a.exe', 'is not')}
  ${is('Image', 'C:\\b.exe', 'is not')}
</Rule>
${is('User', 'x')}`,
        },
      },
    ],
    [
      'parts of which both may be there',
      processesAnd,
      is('Image', 'a', 'excludes') + is('Image', 'b', 'excludes'),
      { marks: [is('Image', 'b', 'excludes')], says: 'fails only where' },
    ],
    [
      'in a Rule that is an OR',
      processes,
      `<Rule groupRelation="or">${is('Image', '\\a', 'not end with')}${is('Image', '\\b', 'not end with')}</Rule>${is('User', 'x')}`,
      { marks: [is('Image', '\\b', 'not end with')] },
    ],
    [
      'in a Rule of an AND block',
      processesAnd,
      `<Rule groupRelation="or">${is('Image', 'a', 'is not')}${is('Image', 'b', 'is not')}</Rule>${is('User', 'x')}`,
      {
        marks: [is('Image', 'b', 'is not')],
        fixes: {
          'Join the Rule by AND': `<Rule groupRelation="and">${is('Image', 'a', 'is not')}${is('Image', 'b', 'is not')}</Rule>${is('User', 'x')}`,
        },
      },
    ],
    ['in an AND Rule', andRule, is('Image', 'a', 'is not') + is('Image', 'b', 'is not')],
    ['on two fields', processesAnd, is('Image', 'a', 'is not') + is('User', 'b', 'is not')],
    [
      'parts in an OR, which may be meant',
      processes,
      is('Image', 'a', 'excludes') + is('Image', 'b', 'excludes'),
    ],
  ],
  'empty-list-item': [
    [
      'inside a list',
      processes,
      is('CommandLine', 'a;;b', 'contains any'),
      {
        marks: ['a;;b'],
        says: '“;b”',
        fixes: { 'Remove the empty items': is('CommandLine', 'a;b', 'contains any') },
      },
    ],
    [
      'at the end, where it does nothing',
      processes,
      is('CommandLine', 'a;b;', 'contains all'),
      { marks: ['a;b;'], says: 'does nothing' },
    ],
    ['at the end, where it decides', processes, is('CommandLine', 'a;b;', 'contains any')],
    ['none', processes, is('CommandLine', 'a;b', 'contains all') + is('CommandLine', 'a;;b', 'contains')],
  ],
  'duplicate-condition': [
    [
      'in a block',
      processes,
      `${is('Image', 'C:\\a.exe')}
${is('User', 'x')}
${is('Image', 'C:\\a.exe')}`,
      {
        marks: [is('Image', 'C:\\a.exe')],
        says: 'line 5',
        fixes: {
          'Delete the needless condition': `${is('Image', 'C:\\a.exe')}
${is('User', 'x')}`,
        },
        safe: ['Delete the needless condition'],
      },
    ],
    [
      'alone in a Rule, which goes with it',
      processes,
      `${is('Image', 'C:\\a.exe')}
<Rule>${is('Image', 'C:\\a.exe')}</Rule>`,
      {
        marks: [is('Image', 'C:\\a.exe')],
        fixes: { 'Delete the needless condition': is('Image', 'C:\\a.exe') },
        safe: ['Delete the needless condition'],
      },
    ],
    [
      'with another name',
      processes,
      `${named('Image', 'C:\\a.exe', 'is', 'A')}
${named('Image', 'C:\\a.exe', 'is', 'B')}`,
      {
        marks: [named('Image', 'C:\\a.exe', 'is', 'B')],
        says: 'Its name “B” is never given',
        fixes: { 'Delete the needless condition': named('Image', 'C:\\a.exe', 'is', 'A') },
        safe: [],
      },
    ],
    [
      'in another block: Sysmon comes to the last one first',
      sysmon,
      `<RuleGroup groupRelation="or">
<ProcessCreate onmatch="include">
${is('User', 'x')}
${is('Image', 'C:\\a.exe')}
</ProcessCreate>
<ProcessCreate onmatch="include">
${is('Image', 'C:\\a.exe')}
</ProcessCreate>
</RuleGroup>`,
      {
        marks: [is('Image', 'C:\\a.exe')],
        says: 'line 9, in another block',
        fixes: {
          'Delete the needless condition': `<RuleGroup groupRelation="or">
<ProcessCreate onmatch="include">
${is('User', 'x')}
</ProcessCreate>
<ProcessCreate onmatch="include">
${is('Image', 'C:\\a.exe')}
</ProcessCreate>
</RuleGroup>`,
        },
        safe: ['Delete the needless condition'],
      },
    ],
    [
      'the only one of its block, which stays',
      sysmon,
      `<RuleGroup groupRelation="or"><ProcessCreate onmatch="include">${is('Image', 'C:\\a.exe')}</ProcessCreate><ProcessCreate onmatch="include">${is('Image', 'C:\\a.exe')}</ProcessCreate></RuleGroup>`,
      { marks: [is('Image', 'C:\\a.exe')], fixes: {} },
    ],
    [
      'in an AND Rule, where names may come in another order',
      andRule,
      `${is('Image', 'C:\\a.exe')}
${is('Image', 'C:\\a.exe')}`,
      {
        marks: [is('Image', 'C:\\a.exe')],
        fixes: { 'Delete the needless condition': is('Image', 'C:\\a.exe') },
        safe: [],
      },
    ],
    [
      'another condition, field or value',
      processes,
      is('Image', 'C:\\a.exe', 'end with') +
        is('ParentImage', 'C:\\a.exe', 'end with') +
        is('Image', 'C:\\b.exe', 'end with'),
    ],
    [
      'in two AND Rules',
      processes,
      `<Rule groupRelation="and">${is('Image', 'a')}${is('User', 'x')}</Rule><Rule groupRelation="and">${is('Image', 'a')}${is('User', 'y')}</Rule>`,
    ],
    [
      'in an include and an exclude',
      sysmon,
      `<RuleGroup groupRelation="or"><ProcessCreate onmatch="include">${is('Image', 'a')}</ProcessCreate><ProcessCreate onmatch="exclude">${is('Image', 'a')}</ProcessCreate></RuleGroup>`,
    ],
  ],
  'duplicate-but-for-case': [
    [
      'in a block',
      processes,
      `${is('Image', 'C:\\A.exe')}
${is('Image', 'c:\\a.exe')}`,
      {
        marks: [is('Image', 'c:\\a.exe')],
        fixes: { 'Delete the needless condition': is('Image', 'C:\\A.exe') },
        safe: ['Delete the needless condition'],
      },
    ],
    ['letters that Sysmon does not fold', processes, is('Image', 'C:\\Ä.exe') + is('Image', 'C:\\ä.exe')],
  ],
  'covered-by-broader': [
    [
      'a part of a part that gives the same name, although a shorter one gives another',
      processes,
      [
        '<CommandLine name="A" condition="contains">mimikatz</CommandLine>',
        '<CommandLine name="A" condition="contains">mimik</CommandLine>',
        '<CommandLine name="B" condition="contains">mim</CommandLine>',
        ...Array.from({ length: 6 }, (_, i) => is('CommandLine', `other${i}`, 'contains')),
      ].join('\n'),
      {
        marks: ['<CommandLine name="A" condition="contains">mimikatz</CommandLine>'],
        says: 'CommandLine contains “mimik” in line',
      },
    ],
    [
      'a part of a part',
      processes,
      `${is('CommandLine', 'mimi', 'contains')}
${is('CommandLine', 'mimikatz', 'contains')}`,
      {
        marks: [is('CommandLine', 'mimikatz', 'contains')],
        fixes: { 'Delete the needless condition': is('CommandLine', 'mimi', 'contains') },
        safe: ['Delete the needless condition'],
      },
    ],
    [
      'an ending under a file name',
      processes,
      is('Image', '\\x\\a.exe', 'end with') + is('Image', 'a.exe', 'image'),
      { marks: [is('Image', '\\x\\a.exe', 'end with')] },
    ],
    [
      'a value under a beginning',
      processes,
      is('Image', 'C:\\a\\b.exe') + is('Image', 'C:\\a\\', 'begin with'),
      { marks: [is('Image', 'C:\\a\\b.exe')] },
    ],
    [
      'a value that a list has',
      processes,
      is('Image', 'a') + is('Image', 'a;b', 'is any'),
      { marks: [is('Image', 'a')] },
    ],
    [
      'of two that mean the same the later one',
      processes,
      is('Image', 'a', 'is any') + is('Image', 'a'),
      { marks: [is('Image', 'a')] },
    ],
    [
      'on one field of an AND block',
      processesAnd,
      is('Image', 'a', 'contains') + is('Image', 'ab', 'contains') + is('User', 'x'),
      { marks: [is('Image', 'ab', 'contains')], safe: [] },
    ],
    [
      'one that comes first for its name',
      processes,
      named('Image', 'ab', 'contains', 'A') + named('Image', 'a', 'contains', 'B'),
    ],
    ['in an AND Rule', andRule, is('Image', 'a', 'contains') + is('Image', 'ab', 'contains')],
    [
      'negations and variables',
      processes,
      is('Image', 'a', 'excludes') +
        is('Image', 'ab', 'excludes') +
        is('Image', 'system', 'contains') +
        is('Image', '%SystemRoot%', 'begin with'),
    ],
    [
      'a file name under an ending that begins a folder',
      processes,
      is('Image', 'a.exe', 'image') + is('Image', '\\a.exe', 'end with').replace('\\a', '\\b'),
    ],
  ],
  'duplicate-list-item': [
    [
      'in any case',
      processes,
      is('Image', 'a;b;A;c;b', 'contains any'),
      {
        marks: ['a;b;A;c;b'],
        says: '“A” and “b”',
        fixes: { 'Remove the repeated items': is('Image', 'a;b;c', 'contains any') },
        safe: ['Remove the repeated items'],
      },
    ],
    [
      'one',
      processes,
      is('Image', 'a;b;a', 'is any'),
      { marks: ['a'], fixes: { 'Remove the repeated item': is('Image', 'a;b', 'is any') } },
    ],
    [
      'all that there is',
      processes,
      is('Image', 'a;A', 'contains any'),
      { marks: ['A'], fixes: { 'Remove the repeated item': is('Image', 'a', 'contains') } },
    ],
    [
      'beside a comment, which would be lost',
      processes,
      is('Image', 'a;<!-- -->a', 'is any'),
      { marks: ['a;<!-- -->a'], safe: [] },
    ],
    [
      'behind an empty item, where the rest counts as it stands',
      processes,
      is('Image', 'a;;b;b', 'contains any'),
    ],
    [
      'different items, and no list',
      processes,
      is('Image', 'a;aa', 'contains any') + is('CommandLine', 'a;a', 'contains'),
    ],
  ],
  'list-of-one': [
    [
      '“contains any”',
      processes,
      is('Image', 'a', 'contains any'),
      {
        marks: ['contains any'],
        fixes: { 'Use “contains”': is('Image', 'a', 'contains') },
        safe: ['Use “contains”'],
      },
    ],
    [
      '“excludes all”',
      processes,
      is('Image', 'a', 'excludes all'),
      { marks: ['excludes all'], fixes: { 'Use “excludes”': is('Image', 'a', 'excludes') } },
    ],
    ['a list, and a single condition', processes, is('Image', 'a;b', 'is any') + is('Image', 'c')],
  ],
};

/** Every check by its code: what it reports, and the nearest thing that is right. */
describe('checks of conditions', () => {
  it('have cases, with one of what they do not report', () => {
    for (const { code } of CONDITION_CHECKS) {
      const cases = CASES[code] ?? [];
      assert.ok(
        cases.some(([, , , expected]) => expected?.marks),
        `${code} reports something`,
      );
      assert.ok(
        cases.some(([, , , expected]) => !expected?.marks),
        `${code} leaves something alone`,
      );
    }
  });

  it('are never errors: Sysmon takes all that they find', () => {
    for (const { level, code } of CONDITION_CHECKS) assert.notEqual(level, 'error', code);
  });

  for (const check of CONDITION_CHECKS) {
    describe(check.code, () => {
      for (const [what, wrap, body, expected = {}] of CASES[check.code] ?? []) {
        it(`${expected.marks ? 'reports' : 'leaves alone'} ${what}`, () => {
          const text = wrap(body);
          const { parsed, loaded } = loading(text, expected.target);
          assert.ok(loaded.accepted, loaded.problems.map(({ code }) => code).join());
          const found: Facts[] = [];
          runChecks(createAdvice(parsed, loaded, knowledge), [check], () => (start, end, data) => {
            found.push(new Facts(new AdviceProblem(check.code, start, end, data)));
          });
          const marks = found.map(({ problem }) => text.slice(problem.start, problem.end));
          assert.deepEqual(marks, expected.marks ?? []);
          const [facts] = found;
          if (!facts) return;
          const context = { parsed, knowledge };
          const message = check.message(facts, context);
          assert.match(message, /^.+\.$/s);
          assert.doesNotMatch(message, /undefined|NaN|null|\[object/);
          if (expected.says !== undefined) assert.ok(message.includes(expected.says), message);
          const fixes = check.fixes(facts, context);
          assert.ok(fixes.filter(({ preferred }) => preferred).length <= 1, 'one preferred fix at most');
          for (const fix of fixes) {
            const after = loading(applyEdits(text, fix.edits), expected.target);
            assert.ok(after.loaded.accepted, `${fix.title}: Sysmon takes the result`);
          }
          if (expected.fixes) {
            assert.deepEqual(
              fixes.map(fix => [fix.title, applyEdits(text, fix.edits)]),
              Object.entries(expected.fixes).map(([title, after]) => [title, wrap(after)]),
            );
          }
          if (expected.safe) {
            assert.deepEqual(
              fixes.filter(({ safe }) => safe).map(({ title }) => title),
              expected.safe,
            );
          }
        });
      }
    });
  }
});

describe('fixes of conditions', () => {
  /** What a fix says instead means the same for every field. */
  const same: readonly (readonly [before: string, after: string, value: string, other?: string])[] = [
    ['is any', 'is', 'C:\\a'],
    ['contains any', 'contains', '\\a'],
    ['contains all', 'contains', '\\a'],
    ['excludes any', 'excludes', '\\a'],
    ['excludes all', 'excludes', '\\a'],
    ['contains any', 'contains any', 'a;b;A', 'a;b'],
    ['contains all', 'contains all', 'a;b;', 'a;b'],
    ['is any', 'is any', 'C:\\a;x;', 'C:\\a;x'],
  ];
  const fields = ['-', 'a', 'b', 'ab', 'x', 'C:\\a', 'C:\\A', 'C:\\a.exe', 'D:\\b\\a', '\\a'];
  for (const [before, after, value, other = value] of same) {
    it(`say with “${after}” ${other} what “${before}” ${value} said`, () => {
      for (const field of fields) {
        assert.equal(holds(before, value, field), holds(after, other, field), field);
      }
    });
  }

  /** What did not match what was meant, and what does. */
  const meant: readonly (readonly [
    before: string,
    value: string,
    after: string,
    other: string,
    field: string,
  ])[] = [
    ['is', 'cmd.exe', 'image', 'cmd.exe', 'C:\\Windows\\cmd.exe'],
    ['image', '\\bin\\java.exe', 'end with', '\\bin\\java.exe', 'C:\\jre\\bin\\java.exe'],
    ['is', '10.0.0.0/8', 'begin with', '10.', '10.1.2.3'],
    ['is', '0x0810', 'is', '0x810', '0x810'],
    ['is', '*.example.com', 'end with', '.example.com', 'www.example.com'],
    ['begin with', 'HKEY_USERS\\S', 'begin with', 'HKU\\S', 'HKU\\S-1'],
    ['is', '80;443', 'is any', '80;443', '443'],
    ['is not', '', 'is not', '-', 'x'],
  ];
  for (const [before, value, after, other, field] of meant) {
    it(`match ${field}, which “${before}” ${value} ${holds(before, value, field) ? 'matched' : 'did not match'}`, () => {
      assert.ok(holds(after, other, field));
      if (before !== 'is not') assert.ok(!holds(before, value, field));
    });
  }
});

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const runs = (number: number): { seed: number; numRuns: number } => ({
  seed: SEED,
  numRuns: Number(process.env['FUZZ_RUNS'] ?? number),
});

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '\\', '.'), minLength: 0, maxLength: 5 });
const conditionName = fc.constantFrom(
  'is',
  'contains',
  'begin with',
  'end with',
  'image',
  'is any',
  'contains any',
  'contains all',
  'excludes',
  'excludes any',
  'is not',
  'not end with',
  'more than',
);
const written = fc
  .tuple(conditionName, fc.array(word, { minLength: 1, maxLength: 3 }))
  .map(([name, words]) => ({ name, value: words.join(/any|all/.test(name) ? ';' : '') }));

/** Conditions on one field, as checks see them. */
function judged(all: readonly { readonly name: string; readonly value: string }[]): Advice {
  const { parsed, loaded } = loading(
    processes(all.map(({ name, value }) => is('Image', value, name)).join('\n')),
  );
  return createAdvice(parsed, loaded, knowledge);
}

describe('what covers what', () => {
  it('is true: whatever the narrow one matches the broad one matches', () => {
    const property = fc.property(
      written,
      written,
      fc.array(word, { minLength: 30, maxLength: 60 }),
      (a, b, fields) => {
        const [broad, narrow] = judged([a, b]).conditions as [JudgedCondition, JudgedCondition];
        const covered = covers(broad, narrow);
        const exclusive =
          !a.name.includes('not') &&
          !b.name.includes('not') &&
          !(a.name + b.name).includes('excl') &&
          !mayHoldTogether(broad, narrow);
        for (const field of [...fields, ...a.value.split(';'), ...b.value.split(';')]) {
          const read = field === '' ? '-' : field;
          if (covered && holds(b.name, b.value, read)) assert.ok(holds(a.name, a.value, read), read);
          if (exclusive) assert.ok(!(holds(a.name, a.value, read) && holds(b.name, b.value, read)), read);
        }
      },
    );
    fc.assert(property, runs(1500));
  });

  it('is given up by the index where too many cover that are not wanted', () => {
    // Each is a part of all before it, so that there are as many pairs as there can be.
    const values = Array.from({ length: 200 }, (_, i) => 'a'.repeat(204 - i));
    for (const name of ['contains', 'begin with', 'end with']) {
      const { conditions, units } = judged(values.map(value => ({ name, value })));
      const index = new CoverIndex(units);
      for (const condition of conditions) index.add(condition);
      let asked = 0;
      const refuse = (): boolean => ++asked < 0;
      assert.equal(index.find(conditions[0]!, refuse), null);
      assert.ok(asked > 0 && asked < 100, `${name}: asked ${asked} times`);
    }
  });

  it('is found by the index as by holding each against each', () => {
    const property = fc.property(fc.array(written, { minLength: 2, maxLength: 12 }), all => {
      const { conditions, units } = judged(all);
      const index = new CoverIndex(units);
      for (const condition of conditions) index.add(condition);
      for (const condition of conditions) {
        const found = index.find(condition, () => true);
        if (found) assert.ok(covers(found, condition), 'what is found does cover');
        // Short parts are not looked for, and neither are those that must all be there.
        const single = condition.items.length === 1;
        const known = conditions.some(
          broad =>
            broad !== condition &&
            single &&
            !broad.meaning.every &&
            broad.items.every(item => broad.meaning.comparison !== 'part' || item.length >= 3) &&
            !/less|more/.test(broad.loaded.condition) &&
            covers(broad, condition),
        );
        if (known) assert.ok(found, `${condition.loaded.condition} ${condition.value}`);
      }
    });
    fc.assert(property, runs(400));
  });
});

describe('safe fixes of conditions', () => {
  const codes = new Set(CONDITION_CHECKS.map(({ code }) => code));
  const OTHERS_OFF = Object.fromEntries(
    CHECKS.filter(({ code }) => !codes.has(code)).map(({ code }): [string, LevelSetting] => [code, 'off']),
  );
  const name = fc.constantFrom('', ' name="A"', ' name="B"');
  const condition = fc
    .tuple(fc.constantFrom('Image', 'User'), name, written)
    .map(
      ([field, called, { name: of, value }]) => `<${field}${called} condition="${of}">${value}</${field}>`,
    );
  const rule = fc
    .tuple(fc.constantFrom('and', 'or'), name, fc.array(condition, { minLength: 1, maxLength: 3 }))
    .map(
      ([relation, called, inner]) => `<Rule${called} groupRelation="${relation}">${inner.join('')}</Rule>`,
    );
  const item = fc.oneof({ arbitrary: condition, weight: 4 }, { arbitrary: rule, weight: 1 });
  const events = (tag: string): fc.Arbitrary<string> =>
    fc
      .array(
        fc.tuple(
          fc.constantFrom('and', 'or', 'or'),
          name,
          fc.constantFrom('include', 'include', 'exclude'),
          fc.array(item, { maxLength: 9 }),
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map(blocks =>
        sysmon(
          blocks
            .map(
              ([relation, called, onmatch, inner]) =>
                `<RuleGroup${called} groupRelation="${relation}"><${tag} onmatch="${onmatch}">${inner.join('\n')}</${tag}></RuleGroup>`,
            )
            .join('\n'),
        ),
      );
  for (const [tag, ids] of [
    ['ProcessCreate', [1]],
    ['RegistryEvent', [12, 13]],
  ] as const) {
    it(`change neither what is logged nor the RuleName (${tag})`, () => {
      const fields = fc.record({ Image: word, User: word });
      let changed = 0;
      const property = fc.property(
        events(tag),
        fc.array(fields, { minLength: 20, maxLength: 30 }),
        (text, all) => {
          const before = loading(text);
          const after = fixAll(before.parsed, knowledge, OTHERS_OFF);
          if (after.text === text) return;
          changed++;
          const then = loading(after.text);
          assert.ok(then.loaded.accepted, 'Sysmon takes the result');
          const [judge, judgeThen] = [
            referenceEngine(before.parsed, before.loaded),
            referenceEngine(then.parsed, then.loaded),
          ];
          for (const one of all) {
            for (const eventId of ids) {
              const event = { event: tag, eventId, fields: one };
              assert.deepEqual(judgeThen(event), judge(event), `${JSON.stringify(event)}\n${after.text}`);
            }
          }
        },
      );
      fc.assert(property, runs(500));
      assert.ok(changed > 20, 'there was something to fix');
    });
  }
});
