/** How long the features take that work on the text, in a document that was parsed before. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position } from 'vscode-languageserver-types';
import type { LanguageService } from '../../server/src/languageService.ts';
import type { Measure } from './measure.ts';

const OPTIONS = { tabSize: 4, insertSpaces: false };

/** @param limit the milliseconds in which what an editor asks after each change is to be there */
export function editingMeasures(
  service: LanguageService,
  document: TextDocument,
  cursors: readonly Position[],
  limit?: number,
): Measure[] {
  const each = (name: string, ask: (position: Position) => unknown): Measure => ({
    name,
    run: () => cursors.map(ask),
    answers: cursors.length,
  });
  const whole = {
    start: { line: 0, character: 0 },
    end: document.positionAt(document.getText().length),
  };
  return [
    { name: 'outline', run: () => service.outline(document), limit },
    { name: 'folding', run: () => service.foldingRanges(document, { lineFoldingOnly: true }), limit },
    { name: 'formatting', run: () => service.format(document, OPTIONS) },
    { name: 'comment toggling of all', run: () => service.toggleComment(document, [whole], 'line') },
    each('selection ranges', at => service.selectionRanges(document, [at])),
    each('highlights', at => service.highlights(document, at)),
    each('linked editing', at => service.linkedEditing(document, at)),
    each('auto-close', at => service.autoClose(document, at)),
    each('matching tag', at => service.matchingTag(document, at)),
    each('formatting on type', at => service.formatOnType(document, at, '\n', OPTIONS)),
  ];
}
