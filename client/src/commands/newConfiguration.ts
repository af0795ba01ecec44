import * as vscode from 'vscode';
import {
  applyChoices,
  hashAlgorithms,
  loudnessOf,
  orderedHashes,
  versionsFor,
  type Baseline,
} from '../newConfiguration.ts';
import { pickMany, pickOne, separator } from '../picks.ts';
import { releaseOf, versionNumber } from '../releases.ts';
import type { ShippedData } from '../shippedData.ts';
import {
  fetchUpstream,
  hostOf,
  kilobytes,
  termsOf,
  UpstreamError,
  withCredit,
  type UpstreamFile,
} from '../upstream.ts';

/** Answers that are known already, from another command or a test; what is left out is asked. */
export interface NewConfigurationArguments {
  readonly baseline?: string;
  readonly schema?: string;
  readonly hashes?: readonly string[];
}

interface StartItem extends vscode.QuickPickItem {
  readonly baseline?: Baseline;
  readonly upstream?: UpstreamFile;
}

const TITLE = 'New Sysmon Configuration';
const STEPS = 3;

/**
 * The command gives the address of the document that it opened, and nothing when the user cancels.
 *
 * @param base where files from upstream are fetched in place of GitHub: a server on this machine
 */
export function registerNewConfiguration(data: ShippedData, base?: string): vscode.Disposable {
  return vscode.commands.registerCommand('sysmon.newConfiguration', (args: unknown) =>
    newConfiguration(data, readArguments(args), base).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(`No configuration was made. ${message}`);
      return undefined;
    }),
  );
}

/** A menu hands over the address of a file, which is no answer to anything. */
function readArguments(value: unknown): NewConfigurationArguments {
  if (typeof value !== 'object' || value === null || value instanceof vscode.Uri) return {};
  const { baseline, schema, hashes } = value as Record<string, unknown>;
  return {
    ...(typeof baseline === 'string' && { baseline }),
    ...(typeof schema === 'string' && { schema }),
    ...(Array.isArray(hashes) && { hashes: hashes.map(String) }),
  };
}

async function newConfiguration(
  data: ShippedData,
  args: NewConfigurationArguments,
  base: string | undefined,
): Promise<vscode.Uri | undefined> {
  const start = await chooseStart(await data.baselines(), await data.upstream(), args.baseline);
  if (start?.upstream) return openUpstream(start.upstream, base);
  if (!start?.baseline) return undefined;
  const { baseline } = start;
  const schema = await chooseSchema(baseline, args.schema);
  if (schema === undefined) return undefined;
  const hashes = await chooseHashes(baseline, args.hashes);
  if (hashes === undefined) return undefined;
  return open(applyChoices(await data.baselineText(baseline), { schema, hashes }));
}

async function chooseStart(
  baselines: readonly Baseline[],
  upstream: readonly UpstreamFile[],
  wanted: string | undefined,
): Promise<StartItem | undefined> {
  const items = startItems(baselines, upstream);
  if (wanted === undefined) {
    return pickOne<StartItem>({
      title: TITLE,
      placeholder: 'What should it begin with?',
      items,
      step: [1, STEPS],
    });
  }
  const item = items.find(({ baseline, upstream: file }) => (baseline ?? file)?.id === wanted);
  if (!item) throw new Error(`There is no baseline “${wanted}”.`);
  return item;
}

function startItems(baselines: readonly Baseline[], upstream: readonly UpstreamFile[]): StartItem[] {
  const trusted = vscode.workspace.isTrusted;
  return [
    separator('Baselines'),
    ...baselines.map(baseline => ({
      label: baseline.title,
      description: baseline.audience,
      detail: `${loudnessOf(baseline)} ${baseline.purpose}`,
      iconPath: new vscode.ThemeIcon('file-code'),
      baseline,
    })),
    separator('From upstream'),
    ...upstream.map(file => ({
      label: file.title,
      description: trusted ? `${file.licence}, from GitHub` : 'Not in Restricted Mode',
      detail: `Fetched as it is, when you say so. ${file.purpose}`,
      iconPath: new vscode.ThemeIcon('cloud-download'),
      upstream: file,
    })),
  ];
}

async function chooseSchema(
  { minimalSchema, platform }: Baseline,
  wanted: string | undefined,
): Promise<string | undefined> {
  const target = vscode.workspace.getConfiguration('sysmon').get<string>('target', '');
  const { versions, preferred } = versionsFor(minimalSchema, target, platform);
  if (wanted !== undefined) {
    const known = versions.find(({ version }) => versionNumber(version) === versionNumber(wanted));
    if (!known)
      throw new Error(`Schema ${wanted} is unknown, or older than ${minimalSchema}, which it needs.`);
    return known.version;
  }
  const items = versions.map(version => ({
    label: version.version,
    description: releaseOf(version),
    detail: version.note,
  }));
  const picked = await pickOne({
    title: TITLE,
    placeholder: 'Which is the oldest Sysmon that has to load it? "sysmon -s" prints the schema of yours.',
    items,
    active: items.find(({ label }) => label === preferred),
    step: [2, STEPS],
  });
  return picked?.label;
}

async function chooseHashes(
  { platform }: Baseline,
  wanted: readonly string[] | undefined,
): Promise<readonly string[] | undefined> {
  if (wanted) {
    const hashes = orderedHashes(wanted);
    if (!hashes) throw new Error(`Sysmon does not know all of these hash algorithms: ${wanted.join(', ')}.`);
    return hashes;
  }
  const offered = hashAlgorithms.filter(({ windowsOnly }) => platform === 'windows' || !windowsOnly);
  const items = offered.map(({ name, use, preselected }) => ({ label: name, detail: use, preselected }));
  const picked = await pickMany({
    title: TITLE,
    placeholder: 'Which hashes of files? None leaves it to Sysmon.',
    items,
    selected: items.filter(({ preselected }) => preselected),
    step: [3, STEPS],
  });
  return picked && orderedHashes(picked.map(({ label }) => label))!;
}

/** Fetches and opens what others publish, after the user has seen what it is and has agreed. */
async function openUpstream(file: UpstreamFile, base: string | undefined): Promise<vscode.Uri | undefined> {
  if (!vscode.workspace.isTrusted) {
    const manage = 'Manage Workspace Trust';
    const message = 'Nothing is fetched from the network in Restricted Mode.';
    if ((await vscode.window.showWarningMessage(message, manage)) === manage) {
      await vscode.commands.executeCommand('workbench.trust.manage');
    }
    return undefined;
  }
  const fetchIt = 'Fetch';
  const question = `Fetch “${file.title}” from ${hostOf(file, base)}?`;
  const answer = await vscode.window.showInformationMessage(
    question,
    { modal: true, detail: termsOf(file) },
    fetchIt,
  );
  if (answer !== fetchIt) return undefined;
  try {
    const text = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Fetching ${file.path} (at most ${kilobytes(file.maxBytes)})`,
        cancellable: true,
      },
      (_progress, token) => fetchCancellable(file, base, token),
    );
    return text === undefined ? undefined : await open(withCredit(text, file));
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    void tellFailure(file, error);
    return undefined;
  }
}

/** Says why there is no file, and where the user can look for it. */
async function tellFailure(file: UpstreamFile, { message }: UpstreamError): Promise<void> {
  const openRepository = 'Open Repository';
  const answer = await vscode.window.showErrorMessage(message, openRepository);
  if (answer !== openRepository) return;
  await vscode.env.openExternal(vscode.Uri.parse(`https://github.com/${file.repository}`));
}

/** Gives nothing when the user cancels, which is no failure to report. */
async function fetchCancellable(
  file: UpstreamFile,
  base: string | undefined,
  token: vscode.CancellationToken,
): Promise<string | undefined> {
  const abort = new AbortController();
  const subscription = token.onCancellationRequested(() => abort.abort());
  try {
    return await fetchUpstream(file, { signal: abort.signal, ...(base !== undefined && { base }) });
  } catch (error) {
    if (token.isCancellationRequested && error instanceof UpstreamError) return undefined;
    throw error;
  } finally {
    subscription.dispose();
  }
}

async function open(content: string): Promise<vscode.Uri> {
  const document = await vscode.workspace.openTextDocument({ language: 'sysmon', content });
  await vscode.window.showTextDocument(document, { preview: false });
  return document.uri;
}
