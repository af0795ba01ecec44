import type { Configuration, Option } from '../model/index.ts';
import type { DeclaredSchema, SchemaContext } from '../schema/context.ts';
import { NONE } from '../syntax/index.ts';
import type { Report } from './problems.ts';
import { checkAttributes } from './structure.ts';

/** Reports an element under Sysmon that is no option of the declared version, or that holds what an option may not hold. */
export function checkOptionElement(
  configuration: Configuration,
  option: Option,
  schemas: SchemaContext,
  declared: DeclaredSchema,
  report: Report,
): void {
  const { tree } = configuration;
  const { node, name } = option;
  const start = tree.nameStart(node);
  const end = tree.nameEnd(node);
  const definition = declared.schema.options.get(name);
  if (!definition) {
    const first = schemas.known.firstWithOption(name);
    if (!first) {
      const commandLine = isOnCommandLine(name, schemas);
      report(commandLine ? 'option-command-line-only' : 'unknown-option', start, end, { name });
    } else if (first.number > declared.schema.number) {
      report('option-needs-version', start, end, { name, needs: first.version });
    } else {
      const last = schemas.known.all.findLast(schema => schema.options.has(name));
      report('option-removed', start, end, { name, last: last?.version ?? first.version });
    }
    return;
  }
  checkAttributes(configuration, node, 'option', report);
  const inside = tree.firstElement(node);
  if (inside !== NONE) {
    report('element-in-value', tree.nameStart(inside), tree.nameEnd(inside), {
      name: tree.name(inside),
      field: name,
    });
  }
  if (definition.argument === 'none' && tree.startTagEnd(node) < tree.contentEnd(node)) {
    report('option-content', tree.startTagEnd(node), tree.contentEnd(node), { name });
  }
}

/** Whether any version has a command-line option of that name, so that the mistake is where it was written. */
function isOnCommandLine(name: string, schemas: SchemaContext): boolean {
  return schemas.known.all.some(schema => schema.manifest.options.some(option => option.name === name));
}
