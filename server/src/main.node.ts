import { serveParent, serveStdio } from './nodeRuntime.ts';

if (process.argv.includes('--stdio')) serveStdio();
else serveParent();
