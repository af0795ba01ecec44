import { serveParent, serveStdio } from './library.ts';

if (process.argv.includes('--stdio')) serveStdio();
else serveParent();
