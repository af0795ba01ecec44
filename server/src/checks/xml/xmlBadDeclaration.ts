import { fixOf, removeLines, replace } from '../fix.ts';
import { declarationEnd } from './declaration.ts';
import { loaderCheck } from '../check.ts';

export const xmlBadDeclaration = loaderCheck({
  code: 'xml-bad-declaration',
  level: 'error',
  title: 'XML declaration that is not valid',
  fact: () => 'This XML declaration is not valid',
  instead: () => 'Write <?xml version="1.0" encoding="UTF-8"?> or remove it; Sysmon reads UTF-8 without one.',
  fixes: (facts, { parsed: { text } }) => {
    const { start } = facts.problem;
    const end = declarationEnd(text, start, facts.problem.end);
    const written = /encoding\s*=\s*["']?([A-Za-z][A-Za-z0-9._-]*)/i.exec(text.slice(start, end))?.[1];
    const declaration = `<?xml version="1.0" encoding="${written ?? 'UTF-8'}"?>`;
    return [
      fixOf(`Change to “${declaration}”`, replace(start, end, declaration), {
        preferred: true,
        safe: written === undefined || /^utf-8$/i.test(written),
      }),
      fixOf('Remove the XML declaration', removeLines(text, start, end)),
    ];
  },
});
