// Installs the VS Code server that `npm start` and the editor tests use: node scripts/setup-vscode.mjs
import { installVscodeServer } from './lib/installVscodeServer.mjs';

const started = Date.now();
try {
  const { dir, installed } = installVscodeServer();
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(
    installed ? `VS Code server installed in ${dir} (${seconds} s).` : `VS Code server is in ${dir}.`,
  );
} catch (error) {
  console.error(`The VS Code server could not be installed: ${error.message}`);
  process.exitCode = 1;
}
