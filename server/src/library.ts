/**
 * What the two programs are started from. They ship as one bundle, since nearly all of it, the knowledge above
 * all, is the same (`esbuild.mjs`).
 */
export { runCommandLine } from './commandLine.ts';
export { serveParent, serveStdio } from './nodeRuntime.ts';
