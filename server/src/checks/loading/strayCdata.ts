import { fixOf, preferFirst, replace } from '../fix.ts';
import { fitsComment, removalOf } from '../strayTextFixes.ts';
import { repairCheck } from '../repairCheck.ts';

export const strayCdata = repairCheck({
  code: 'stray-cdata',
  level: 'error',
  title: 'CDATA section between elements',
  fact: facts =>
    `A CDATA section stands directly in <${facts.text('parent')}>, where only elements may stand`,
  instead: () => 'Remove it, even if it is empty.',
  fixes: ({ problem: { start, end } }, { parsed }) => {
    const text = parsed.text.slice(start + '<![CDATA['.length, end - ']]>'.length).trim();
    const removal = fixOf('Remove the CDATA section', removalOf(parsed, start, end), { safe: text === '' });
    if (text === '' || !fitsComment(text)) return preferFirst([removal]);
    return preferFirst([fixOf('Make it a comment', replace(start, end, `<!-- ${text} -->`)), removal]);
  },
});
