/** A declaration that is valid and says nothing but UTF-8, so that it may stand or go without a difference. */
export function isSoundDeclaration(declaration: string): boolean {
  return DECLARATION.test(declaration);
}

const DECLARATION =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"(?:utf|UTF)-8"|'(?:utf|UTF)-8'))?[ \t\r\n]*\?>$/;

/** Where a declaration ends: at its `?>`, or where that is missing, at its line's `>` or end. */
export function declarationEnd(text: string, start: number, end: number): number {
  const found = /^[^<>\r\n]*>?/.exec(text.slice(start + 1, end));
  return start + 1 + (found?.[0].length ?? 0);
}
