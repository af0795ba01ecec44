export { MAX_ERRORS, type ErrorData, type SyntaxError, type SyntaxErrorCode } from './errors.ts';
export { askedOnce } from './names.ts';
export { parse, type ParseHooks } from './parse.ts';
export { Flag, Kind, NONE, SyntaxTree, type Attribute, type Node } from './tree.ts';
