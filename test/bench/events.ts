/**
 * Events as a busy machine writes them, made up, in the flat JSON lines of NXLog: the log that the engine is
 * measured with. Names are those of ordinary Windows programs, ids and times differ from event to event.
 */
import { numbers } from '../fuzz/generate.ts';

type Random = () => number;

const PROGRAMS = [
  'C:\\Windows\\System32\\svchost.exe',
  'C:\\Windows\\System32\\svchost.exe',
  'C:\\Windows\\System32\\RuntimeBroker.exe',
  'C:\\Windows\\System32\\backgroundTaskHost.exe',
  'C:\\Windows\\System32\\wbem\\WmiPrvSE.exe',
  'C:\\Windows\\System32\\SearchProtocolHost.exe',
  'C:\\Windows\\System32\\taskhostw.exe',
  'C:\\Windows\\System32\\conhost.exe',
  'C:\\Windows\\System32\\cmd.exe',
  'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
  'C:\\Windows\\explorer.exe',
  'C:\\Windows\\System32\\lsass.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE',
  'C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.2205.7-0\\MsMpEng.exe',
  'C:\\Users\\alice\\AppData\\Local\\Microsoft\\Teams\\current\\Teams.exe',
];
const LIBRARIES = [
  'C:\\Windows\\System32\\ntdll.dll',
  'C:\\Windows\\System32\\kernel32.dll',
  'C:\\Windows\\System32\\combase.dll',
  'C:\\Windows\\System32\\rpcrt4.dll',
  'C:\\Windows\\System32\\msmpeg2vdec.dll',
  'C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\clr.dll',
  'C:\\Program Files\\Microsoft Office\\root\\Office16\\mso.dll',
];
const KEYS = [
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Desktop\\NameSpace\\DelegateFolders',
  'HKLM\\System\\CurrentControlSet\\Services\\bam\\State\\UserSettings\\S-1-5-21-5265-8896-1866-1106',
  'HKU\\S-1-5-21-5265-8896-1866-1106\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\FileExts\\.gif',
  'HKLM\\System\\CurrentControlSet\\Services\\Tcpip\\Parameters\\Interfaces\\DhcpLease',
  'HKU\\S-1-5-20\\Software\\Microsoft\\Windows\\CurrentVersion\\DeliveryOptimization\\Usage\\MonthlyRate',
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\OneDrive',
];
const FILES = [
  'C:\\Windows\\ServiceState\\EventLog\\Data\\lastalive1.dat',
  'C:\\Users\\alice\\AppData\\Local\\Microsoft\\Edge\\User Data\\Default\\Cache\\Cache_Data\\f_0001ab',
  'C:\\Users\\alice\\AppData\\Local\\Temp\\~DF31A2.tmp',
  'C:\\ProgramData\\Microsoft\\Windows Defender\\Scans\\History\\Store\\3A51',
  'C:\\Users\\alice\\Documents\\report.docx',
];
const HOSTS = ['arc.msn.com', 'outlook.office365.com', 'ctldl.windowsupdate.com', 'dc01.example.com'];
const PIPES = ['\\srvsvc', '\\wkssvc', '\\lsass', '\\mojo.1234.5678.910', '\\PSHost.13303'];

const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
const below = (random: Random, most: number): number => Math.floor(random() * most);
const hex = (random: Random, length: number): string =>
  Array.from({ length }, () => below(random, 16).toString(16)).join('');
const guid = (random: Random): string =>
  `{${hex(random, 8)}-${hex(random, 4)}-${hex(random, 4)}-0100-000000000${hex(random, 3)}}`;
const hashes = (random: Random): string =>
  `SHA1=${hex(random, 40)},MD5=${hex(random, 32)},SHA256=${hex(random, 64)},IMPHASH=${hex(random, 32)}`.toUpperCase();
const file = (random: Random): string => pick(random, PROGRAMS).split('\\').at(-1)!;

/** What each kind of event holds beside what all have, and how many of a hundred events are of its kind. */
const KINDS: readonly {
  readonly id: number;
  readonly share: number;
  readonly fields: (random: Random) => Readonly<Record<string, string>>;
}[] = [
  {
    id: 1,
    share: 4,
    fields: random => ({
      FileVersion: '10.0.19041.1766 (WinBuild.160101.0800)',
      Description: 'Microsoft Windows',
      Product: 'Microsoft® Windows® Operating System',
      Company: 'Microsoft Corporation',
      OriginalFileName: file(random),
      CommandLine: `${pick(random, PROGRAMS)} -k netsvcs -p -s ${hex(random, 8)}`,
      CurrentDirectory: 'C:\\Windows\\system32\\',
      LogonGuid: guid(random),
      IntegrityLevel: pick(random, ['System', 'Medium', 'High']),
      Hashes: hashes(random),
      ParentProcessGuid: guid(random),
      ParentImage: pick(random, PROGRAMS),
      ParentCommandLine: pick(random, PROGRAMS),
    }),
  },
  {
    id: 3,
    share: 6,
    fields: random => ({
      Protocol: pick(random, ['tcp', 'udp']),
      Initiated: pick(random, ['true', 'false']),
      SourceIp: `10.0.0.${below(random, 255)}`,
      SourcePort: String(below(random, 65536)),
      DestinationIp: `192.168.5.${below(random, 255)}`,
      DestinationHostname: pick(random, HOSTS),
      DestinationPort: pick(random, ['443', '80', '445', '53', '3389']),
    }),
  },
  { id: 5, share: 2, fields: () => ({}) },
  {
    id: 7,
    share: 20,
    fields: random => ({
      ImageLoaded: pick(random, LIBRARIES),
      Description: 'Microsoft COM for Windows',
      OriginalFileName: 'COMBASE.DLL',
      Hashes: hashes(random),
      Signed: 'true',
      Signature: 'Microsoft Windows',
      SignatureStatus: 'Valid',
    }),
  },
  {
    id: 10,
    share: 16,
    fields: random => ({
      SourceProcessGUID: guid(random),
      SourceImage: pick(random, PROGRAMS),
      TargetProcessGUID: guid(random),
      TargetImage: pick(random, PROGRAMS),
      GrantedAccess: pick(random, ['0x1000', '0x1400', '0x1fffff', '0x40']),
      CallTrace: Array.from(
        { length: 8 },
        () => `${pick(random, LIBRARIES)}+${below(random, 1_000_000).toString(16)}`,
      ).join('|'),
    }),
  },
  {
    id: 11,
    share: 14,
    fields: random => ({
      TargetFilename: `${pick(random, FILES)}.${hex(random, 4)}`,
      CreationUtcTime: '2026-02-03 10:11:12.131',
    }),
  },
  {
    id: 12,
    share: 15,
    fields: random => ({
      EventType: pick(random, ['CreateKey', 'DeleteValue']),
      TargetObject: pick(random, KEYS),
    }),
  },
  {
    id: 13,
    share: 15,
    fields: random => ({
      EventType: 'SetValue',
      TargetObject: pick(random, KEYS),
      Details: `DWORD (0x${hex(random, 8)})`,
    }),
  },
  {
    id: 18,
    share: 2,
    fields: random => ({ EventType: 'ConnectPipe', PipeName: pick(random, PIPES) }),
  },
  {
    id: 22,
    share: 2,
    fields: random => ({
      QueryName: pick(random, HOSTS),
      QueryStatus: '0',
      QueryResults: '::ffff:52.179.129.229;',
    }),
  },
  {
    id: 23,
    share: 4,
    fields: random => ({
      TargetFilename: `${pick(random, FILES)}.${hex(random, 4)}`,
      Hashes: hashes(random),
      IsExecutable: 'false',
      Archived: 'true',
    }),
  },
];

/** Gives a line of a log at each call, without its line end; the same seed gives the same lines. */
export function eventLines(seed: number): () => string {
  const random = numbers(seed);
  const kinds = KINDS.flatMap(kind => Array.from({ length: kind.share }, () => kind));
  let record = 0;
  return () => {
    const { id, fields } = pick(random, kinds);
    const time = new Date(Date.UTC(2026, 1, 3) + 37 * record).toISOString();
    return JSON.stringify({
      '@timestamp': time,
      SourceName: 'Microsoft-Windows-Sysmon',
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      Hostname: `WORKSTATION${1 + below(random, 9)}.example.com`,
      EventID: id,
      RecordNumber: ++record,
      Task: id,
      Version: 5,
      UserID: 'S-1-5-18',
      AccountName: 'SYSTEM',
      ExecutionProcessID: 3520,
      RuleName: '-',
      UtcTime: time.replace('T', ' ').slice(0, 23),
      ProcessGuid: guid(random),
      ProcessId: String(4 * below(random, 3000)),
      Image: pick(random, PROGRAMS),
      User: 'NT AUTHORITY\\SYSTEM',
      ...fields(random),
    });
  };
}
