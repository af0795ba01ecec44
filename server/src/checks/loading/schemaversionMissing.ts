import { readSchemaversion } from '../../loader/schemaversion.ts';
import { NONE, type Attribute, type Node, type SyntaxTree } from '../../syntax/index.ts';
import { fixOf, replace, setAttribute } from '../fix.ts';
import { isTagSound } from '../places.ts';
import { repairCheck } from '../repairCheck.ts';

export const schemaversionMissing = repairCheck({
  code: 'schemaversion-missing',
  level: 'error',
  title: 'No schemaversion',
  fact: () => '<Sysmon> has no schemaversion attribute',
  so: () => 'Sysmon’s loader crashes on the file and nothing is loaded',
  instead: (_, { parsed }) =>
    `Write <Sysmon schemaversion="${parsed.schemas.newest.version}">, with the name in lower case.`,
  hidesOthers: true,
  fixes: (_, { parsed }) => {
    const { tree, configuration, schemas } = parsed;
    const { root } = configuration;
    if (!isTagSound(tree, root)) return [];
    const { version } = schemas.newest;
    const misspelt = attributeCalled(tree, root, 'schemaversion');
    if (misspelt !== NONE && tree.valueStart(misspelt) !== NONE) {
      const isNumber = readSchemaversion(tree.attributeValue(misspelt)).kind === 'number';
      const name = replace(
        tree.attributeNameStart(misspelt),
        tree.attributeNameEnd(misspelt),
        'schemaversion',
      );
      const value = replace(tree.valueStart(misspelt), tree.valueEnd(misspelt), version);
      return [
        fixOf('Write schemaversion in lower case', isNumber ? name : [name, value], {
          preferred: true,
          safe: isNumber,
        }),
      ];
    }
    return [
      fixOf(`Add schemaversion="${version}"`, setAttribute(tree, root, 'schemaversion', version), {
        preferred: true,
      }),
    ];
  },
});

/** The attribute of a name in whatever case, `NONE` where there is none. */
function attributeCalled(tree: SyntaxTree, node: Node, name: string): Attribute {
  for (let a = tree.firstAttribute(node); a < tree.attributesEnd(node); a++) {
    if (tree.attributeName(a).toLowerCase() === name) return a;
  }
  return NONE;
}
