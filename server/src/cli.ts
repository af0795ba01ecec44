import { runCommandLine } from './library.ts';

void runCommandLine();
